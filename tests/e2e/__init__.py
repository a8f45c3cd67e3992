"""A member's day, played by people in a browser."""
