"""What the scenes of the loader hand to each other."""

from datetime import datetime
from zoneinfo import ZoneInfo

from ..clock import ZONE, Clock
from ..story.catalogue import FRANCHISE

MODULE = "__demo__"  # not the addon: uninstalling it leaves the data
CHINESE = "zh_CN"


def get_fold(percent):
    """A discount as shops in China say it: what is left to pay, in tenths.

    >>> get_fold(5), get_fold(10), get_fold(40)
    ('95折', '9折', '6折')
    """
    return f"{100 - percent}".rstrip("0") + "折"


class Stage:
    """The database while the story is told, and where things are in it.

    :ivar chain: company of the three own stores
    :ivar franchise: company of the fourth
    :ivar outlets: {code: ``membership.outlet``}
    :ivar users: {login: ``res.users``}
    :ivar products: {code: ``product.product``}
    :ivar methods: {(company, code): ``membership.topup.method``}
    :ivar members: {number of a person: ``membership.member``}
    :ivar cards: {number of a person: the ``membership.card`` carried now}
    """

    def __init__(self, env, tell):
        lean = {"tracking_disable": True, "mail_create_nosubscribe": True}
        self.env = env(context={**env.context, **lean, "lang": "en_US", "tz": ZONE})
        self.clock = Clock()
        self.story = tell(datetime.now(ZoneInfo(ZONE)).date())
        self.chain = self.franchise = None
        self.outlets, self.users, self.products = {}, {}, {}
        self.methods, self.members, self.cards = {}, {}, {}

    @property
    def companies(self):
        """Both companies, the chain first."""
        return self.chain | self.franchise

    def get_company(self, store):
        """The company of a store, by the store's code."""
        return self.franchise if store == FRANCHISE else self.chain

    def name(self, record, xml_id):
        """Give ``record`` an external id."""
        self.env["ir.model.data"]._update_xmlids(
            [{"xml_id": f"{MODULE}.{xml_id}", "record": record, "noupdate": True}]
        )
        return record

    def say_in_chinese(self, record, field, text):
        """Translate a field, where Chinese is installed."""
        if CHINESE in dict(self.env["res.lang"].get_installed()):
            record.update_field_translations(field, {CHINESE: text})
        return record
