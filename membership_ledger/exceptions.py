"""Why a posting is refused, as kinds of UserError that callers can tell apart."""

from odoo.exceptions import UserError


class PostingRefused(UserError):
    """The ledger refused; nothing was posted and the key may be used again."""


class NotEnough(PostingRefused):
    """The account does not hold the amount that was asked for."""


class AccountNotOpen(PostingRefused):
    """The account is frozen or closed."""


class KeyReused(PostingRefused):
    """The key was already used for an operation with other content."""
