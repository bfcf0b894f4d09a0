"""A person's working copies: getting, replacing and bringing them back."""
