from odoo import api, fields, models
from odoo.tools import SQL

# What is told of each gift that is granted.
COLUMNS = ("members", "keys", "levels", "starts", "ends")


class MembershipGift(models.Model):
    """A gift pack that a member got, once for each key."""

    _name = "membership.gift"
    _description = "Gift of a Member"
    _order = "id desc"
    _rec_name = "pack_id"

    member_id = fields.Many2one(
        "membership.member",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
    )
    company_id = fields.Many2one(related="pack_id.company_id")
    pack_id = fields.Many2one(
        "membership.gift.pack",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
    )
    key = fields.Char(
        required=True, readonly=True, help="Makes sure that it is given once."
    )
    level_id = fields.Many2one(
        "membership.level",
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
        help="An upgrade gift: what is not handed over lapses with the level.",
    )
    good_from = fields.Date(required=True, readonly=True)
    good_until = fields.Date(required=True, readonly=True)
    line_ids = fields.One2many("membership.gift.line", "gift_id", readonly=True)

    _once = models.UniqueIndex("(member_id, key)", "This gift has been given already.")

    # === BUSINESS METHODS === #
    @api.model
    def _grant(self, pack, rows):
        """Give ``pack`` to members, each once for its key.

        One statement for all of them, then what can be given at once is given.

        :param pack: ``membership.gift.pack``
        :param rows: list of (member id, key, id of the level or None, first good day,
            last good day)
        :returns: the ``membership.gift`` that are new
        """
        if not rows:
            return self.browse()
        self = self.sudo()
        self.env.flush_all()
        columns = [list(column) for column in zip(*rows, strict=True)]
        now = fields.Datetime.now()
        self.env.cr.execute(
            SQL(
                """
                INSERT INTO membership_gift (pack_id, member_id, key, level_id,
                    good_from, good_until, create_uid, create_date, write_uid,
                    write_date)
                SELECT %(pack)s, row.*, %(user)s, %(now)s, %(user)s, %(now)s
                FROM unnest(%(members)s::integer[], %(keys)s::varchar[],
                    %(levels)s::integer[], %(starts)s::date[], %(ends)s::date[]) AS row
                ON CONFLICT (member_id, key) DO NOTHING RETURNING id
                """,
                pack=pack.id,
                user=self.env.uid,
                now=now,
                **dict(zip(COLUMNS, columns, strict=True)),
            )
        )
        gifts = self.browse(gift_id for (gift_id,) in self.env.cr.fetchall())
        if gifts:
            gifts._add_lines(now)._deliver()
        return gifts

    def _add_lines(self, now):
        """What is in these new gifts.

        :returns: ``membership.gift.line``
        """
        self.env.cr.execute(
            SQL(
                """
                INSERT INTO membership_gift_line (gift_id, pack_line_id, member_id,
                    pack_id, kind, product_id, quantity, amount, pricelist_id,
                    good_from, good_until, state, create_uid, create_date, write_uid,
                    write_date)
                SELECT gift.id, line.id, gift.member_id, gift.pack_id, line.kind,
                    line.product_id, line.quantity, line.amount, line.pricelist_id,
                    gift.good_from, gift.good_until, 'open',
                    %(user)s, %(now)s, %(user)s, %(now)s
                FROM membership_gift gift
                JOIN membership_gift_pack_line line
                    ON line.pack_id = gift.pack_id AND line.active
                WHERE gift.id = ANY(%(gifts)s)
                ORDER BY gift.id, line.sequence, line.id
                RETURNING id
                """,
                user=self.env.uid,
                now=now,
                gifts=self.ids,
            )
        )
        ids = [line_id for (line_id,) in self.env.cr.fetchall()]
        self.env["membership.member"].invalidate_model(["gift_line_ids"], flush=False)
        return self.env["membership.gift.line"].sudo().browse(ids)
