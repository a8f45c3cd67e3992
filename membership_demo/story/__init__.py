"""A year at a tea chain, made from nothing but a seed and a day.

Plain Python: the same size and the same day always give the same story. Nothing in
here knows Odoo; ``loader`` tells the story to a database.
"""

from .story import SIZE, Story, tell

__all__ = ["SIZE", "Story", "tell"]
