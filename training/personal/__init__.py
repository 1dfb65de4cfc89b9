"""The owner's *Fine-tune on me*: the last stage of a network learns one person, as a run does."""
