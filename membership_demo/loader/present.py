"""What is going on at this moment: payments in progress, the portal, a proof."""

from datetime import datetime, time, timedelta

from ..clock import to_utc
from .house import CHAIN
from .staff import CASHIERS, open_portal

BROKEN_OFF = "付款中断，等待收银员确认 Payment broken off at the till"

FOOTER = """<data>
<xpath expr="//div[@id='footer']" position="replace">
    <div id="footer" class="oe_structure oe_structure_solo" t-ignore="true"
        t-if="not no_footer">
        <section class="s_text_block pt24 pb24 text-center text-muted">
            <div class="container">
                <p class="mb-1">{name}</p>
                <p class="mb-0 small">上海 Shanghai · 杭州 Hangzhou · 广州 Guangzhou ·
                    苏州 Suzhou</p>
            </div>
        </section>
    </div>
</xpath>
</data>"""


def show(stage):
    """The last touches, and the proof that the books tie."""
    _leave_payments_open(stage)
    _expire_cards(stage)
    hero = stage.members[stage.story.play("hero").number]
    open_portal(stage, hero, "member")
    _dress_website(stage)
    for record, xml_id in (
        (stage.members[person.number], f"member_{person.role}")
        for person in stage.story.people
        if person.role
    ):
        stage.name(record, xml_id)
    stage.env["membership.proof"].sudo()._prove(full=True)


def _leave_payments_open(stage):
    """One reservation that is overdue, which the next run of the job gives back."""
    person = stage.story.play("waiting")
    user = stage.users[CASHIERS[person.store]]
    at = datetime.combine(stage.story.last_day, time(21, 20))
    wallet = stage.members[person.number].with_user(user).sudo()._get_wallet()
    if wallet._get_exact("available") < 48:
        return
    with stage.clock.running():
        stage.clock.set(at)
        wallet._hold(
            48,
            "demo:hold",
            reason=BROKEN_OFF,
            deadline=to_utc(at) + timedelta(minutes=30),
        )


def _expire_cards(stage):
    """Tasting cards whose months are over, each on its own last day."""
    cards = stage.env["membership.card"].search(
        [("state", "=", "active"), ("valid_until", "<=", stage.story.last_day)]
    )
    with stage.clock.running():
        for day, lapsed in cards.grouped("valid_until").items():
            stage.clock.set(datetime.combine(day + timedelta(days=1), time(1)))
            lapsed._change_state("expire")


def _dress_website(stage):
    """The portal carries the name and the sign of the chain, not Odoo's phone."""
    website = stage.env["website"].search([], limit=1)
    website.write(
        {
            "name": CHAIN,
            "company_id": stage.chain.id,
            "logo": stage.chain.logo,
            "homepage_url": "/shop",  # nobody wrote a page to greet with
            # As on the price tags in the shops.
            "show_line_subtotals_tax_selection": "tax_included",
        }
    )
    phone = stage.env.ref("website.header_text_element", raise_if_not_found=False)
    if phone:
        phone.active = False
    _write_footer(stage, website)


def _write_footer(stage, website):
    """Where the chain is, instead of where Odoo's example company is."""
    view = stage.env.ref("website.footer_custom", raise_if_not_found=False)
    if view:
        view.with_context(website_id=website.id).arch_db = FOOTER.format(name=CHAIN)
    name = "website.footer_copyright_company_name"
    view = stage.env.ref(name, raise_if_not_found=False)
    if view:
        arch = view.arch_db.replace("Company name", CHAIN)
        view.with_context(website_id=website.id).arch_db = arch
