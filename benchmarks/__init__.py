"""What the project claims about speed, measured on made-up data of its own model."""
