"""Purchases of members over more than a year, and the levels that they earn by them.

Runs in Odoo's process; see inside.py.
"""

from odoo.tools import SQL

from .measure import tell

EACH = 10  # purchases of a member, over 400 days

PURCHASES = """
    INSERT INTO membership_purchase (member_id, company_id, currency_id, outlet_id,
        date, amount_total, amount_untaxed, origin_key)
    SELECT member.id, member.company_id, %(currency)s, member.outlet_id,
        date_trunc('day', now()) - mod(visit * 37 + member.id, 400) * interval '1 day',
        mod(member.id, 97) * 20, 0, 'bench:' || member.id || ':' || visit
    FROM membership_member member, generate_series(1, %(each)s) visit
"""

RETURNS = """
    INSERT INTO membership_purchase (member_id, company_id, currency_id, outlet_id,
        date, amount_total, amount_untaxed, origin_key, refunded_purchase_id)
    SELECT member_id, company_id, currency_id, outlet_id, date + interval '1 day',
        -amount_total, 0, origin_key || ':back', id
    FROM membership_purchase
    WHERE origin_key LIKE 'bench:%%:7' AND mod(member_id, 10) = 0
"""


def fill(env):
    """Let every member buy, some give something back, and all be judged by it."""
    rules = env["membership.level.rule"].search([])
    # In place, whoever was judged by them: nobody reads this history.
    env.cr.execute("UPDATE membership_level_rule SET basis = 'spending'")
    rules.invalidate_recordset()
    env.registry.clear_cache()
    env.cr.execute(SQL(PURCHASES, currency=env.company.currency_id.id, each=EACH))
    env.cr.execute(SQL(RETURNS))
    env.cr.commit()
    env.cr.execute("ANALYZE membership_purchase, membership_member")
    tell(f"{EACH} purchases of each; the first night lifts who earned it")
    env["membership.member"]._cron_evaluate_levels()
