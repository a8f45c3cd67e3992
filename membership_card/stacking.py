"""When a line is sold at a member price: pure arithmetic, the same in every channel.

A level may say that its price does not go together with promotions or discounts. Tills
and orders then have to know which lines have it.
"""


def is_at_member_price(paid, member, usual, is_manual=False):
    """Whether a line is as cheap as for members, or cheaper.

    :param paid: what one costs on the line, after its own discount
    :param member: what one costs members
    :param usual: what one costs everybody
    :param bool is_manual: whether somebody typed the price; then it is a member price
        only if something came off that as well

    >>> is_at_member_price(80, 80, 100), is_at_member_price(100, 80, 100)
    (True, False)

    Goods without a member price have none, whatever they cost:

    >>> is_at_member_price(70, 100, 100)
    False

    Eighty by hand replaces the member price, seventy-nine goes beyond it:

    >>> is_at_member_price(80, 80, 100, True), is_at_member_price(79, 80, 100, True)
    (False, True)
    """
    if member >= usual:
        return False
    return paid < (member if is_manual else usual)
