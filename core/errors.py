"""What a person can mend, told apart from what is our own fault."""


class UserError(Exception):
    """One sentence for whoever sent, chose or keeps what cannot be used.

    It says what was expected, what came and what to do; pages show it as it stands.
    """
