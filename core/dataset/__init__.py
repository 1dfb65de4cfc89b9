"""A set of faces: read, brought, kept, fixed and measured."""
