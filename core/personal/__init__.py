"""A model that learns one person: a last layer of their own on the app's network."""
