"""Two hundred thousand members, written by SQL; runs in Odoo's shell."""

SIZE = 200_000
FILL = """
WITH person AS (
    SELECT nextval('res_partner_id_seq') AS id, 'Member ' || n AS name,
        '+86139' || lpad(n::text, 8, '0') AS phone
    FROM generate_series(1, %(size)s) AS n
), partner AS (
    INSERT INTO res_partner (id, commercial_partner_id, name, complete_name, type, lang,
        active, is_company, partner_share, autopost_bills, phone, phone_sanitized)
    SELECT id, id, name, name, 'contact', 'en_US', true, false, true, 'ask', phone,
        phone
    FROM person
), member AS (
    INSERT INTO membership_member (partner_id, company_id, number, phone, level_id,
        outlet_id, state, source, joined_on)
    SELECT id, %(company)s, 'S' || phone, phone, %(level)s, %(outlet)s, 'active',
        'import', current_date FROM person
    RETURNING id, number, phone
), card AS (
    INSERT INTO membership_card (type_id, company_id, member_id, outlet_id, number,
        barcode, state, issued_on)
    SELECT %(type)s, %(company)s, id, %(outlet)s, substr(phone, 2), substr(phone, 2),
        'active', current_date FROM member
) INSERT INTO membership_account (name, unit_id, company_id, member_id, balance,
    credited, held, credit_limit, overdrawn, state, last_number, is_shared)
SELECT number, unit, %(company)s, id, 12.5, 12.5, 0, 0, 0, 'open', 0, false
FROM member, unnest(%(units)s) AS unit
"""

company = env.ref("base.main_company")
money = env["membership.unit"]._for_currency(company.currency_id)
points = env.ref("membership_ledger.unit_points")
env.cr.execute(
    FILL,
    {
        "size": SIZE,
        "company": company.id,
        "level": env["membership.level"]._get_ladder(company)[:1].id,
        "outlet": env["membership.outlet"]._get_default(company).id,
        "type": env["membership.card.type"]._get_default(company).id,
        "units": [money.id, points.id],
    },
)
env.cr.commit()
env.cr.execute("ANALYZE")
env.cr.commit()
