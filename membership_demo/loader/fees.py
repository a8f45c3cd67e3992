"""What the chain charges its members, and how it stands with the fees of this year."""

from datetime import timedelta

from odoo import fields

# Kind, name, Chinese, amount, days to pay.
SCHEDULES = (
    ("yearly", "Platinum membership, a year", "白金会员年费", 198, 30),
    ("replacement", "Replacement card", "补卡工本费", 10, 0),
)
WAIVED = "门店周年庆，白金会员免年费 Anniversary of the store: on the house"
# Of how many members, in this order: paid by invoice, waived, invoiced and not paid.
PAID, WAIVED_COUNT, INVOICED = 3, 1, 1
MOST, REPLACED = 14, 6


def build(stage):
    """Price list of fees after the year is over: its replacements were free."""
    chain, levels = stage.chain, stage.env["membership.level"]
    top = levels._get_ladder(chain)[-1:]
    for kind, name, chinese, amount, due_days in SCHEDULES:
        schedule = stage.env["membership.fee.schedule"].create(
            {
                "name": name,
                "kind": kind,
                "company_id": chain.id,
                "level_id": top.id if kind == "yearly" else False,
                "amount": amount,
                "due_days": due_days,
                "date_from": stage.story.first_day,
            }
        )
        stage.say_in_chinese(schedule, "name", chinese)
    fees = _charge(stage, top)
    _age(stage, fees)
    _pay(stage, fees[:PAID])
    _waive(stage, fees[PAID : PAID + WAIVED_COUNT])
    fees[PAID + WAIVED_COUNT :][:INVOICED]._create_invoices().filtered(
        lambda move: move.state == "draft"
    ).action_post()
    _age(stage, _charge_replacements(stage))


def _charge_replacements(stage):
    """The last cards that were lost and made anew; nobody of the cast."""
    Fee, fees = stage.env["membership.fee"].sudo(), []
    cards = stage.env["membership.card"].search(
        [("replaced_by_id", "!=", False), ("company_id", "=", stage.chain.id)],
        order="id desc",
    )
    cards = cards.filtered(lambda card: card.member_id.id not in _get_cast(stage))
    for card in cards[:REPLACED]:
        key = f"demo:replacement:{card.id}"
        new = card.replaced_by_id
        fees.append(Fee._charge(card.member_id, "replacement", key, new, new.outlet_id))
    return Fee.union(*fees)


def _get_cast(stage):
    return {
        stage.members[person.number].id for person in stage.story.people if person.role
    }


def _charge(stage, level):
    """As the nightly job does, of those whose year has begun; nobody of the cast."""
    cast = _get_cast(stage)
    members = stage.env["membership.member"].search(
        [("level_id", "=", level.id), ("company_id", "=", stage.chain.id)], order="id"
    )
    ids = [member.id for member in members if member.id not in cast][:MOST]
    Fee = stage.env["membership.fee"].sudo()
    return Fee._charge_due(Fee._get_yearly_sql(ids)).sorted("id")


def _age(stage, fees):
    """Charged one after the other, the last ones long ago: they are overdue."""
    today = stage.story.last_day
    for number, fee in enumerate(fees):
        day = today - timedelta(days=3 + 5 * number)
        due = day + timedelta(days=fee.schedule_id.due_days)
        fee.write(
            {
                "charged_on": day,
                "due_on": due,
                "grace_until": due + timedelta(days=30),
            }
        )


def _pay(stage, fees):
    """Invoices that WeChat has paid."""
    invoices = fees._create_invoices()
    invoices.filtered(lambda move: move.state == "draft").action_post()
    journal = stage.methods[stage.chain.id, "wechat"].journal_id
    for invoice in invoices:
        register = stage.env["account.payment.register"].with_context(
            active_model="account.move", active_ids=invoice.ids
        )
        register.create({"journal_id": journal.id})._create_payments()


def _waive(stage, fees):
    fees.write(
        {
            "waived_on": fields.Date.context_today(fees),
            "waived_by_id": stage.users["manager"].id,
            "waive_reason": WAIVED,
        }
    )
