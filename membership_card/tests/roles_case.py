from itertools import count

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tools import mute_logger

from .roles import PLACES, get_roles, read_table

_number = count(1)
# Who works here has the member in his lists: showing a card opens nothing more.
AT_HOME = "HRS"


class Refused(Exception):
    """What is tried brings nothing, without an error."""


class Done(Exception):
    """It worked: undo it."""


class RolesCase:
    """Each role tries each act at each place: the outcome is the addon's table.

    Mixed into a test case of the addon (after it in the list of bases stands its
    common class), which has a method ``_act_<action>(env, outlet)`` for each row.
    """

    allow_inherited_tests_method = True
    addon = None

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.rows = read_table(cls.addon)
        cls.roles = get_roles(cls.rows)
        branch = cls.env["res.company"].create(
            {"name": "Franchise", "parent_id": cls.company.id}
        )
        region = cls._create_outlet(kind="region", name="East")
        other = cls._create_outlet(kind="region", name="South")
        cls.home = cls._create_outlet(name="Home", parent_id=region.id)
        cls.places = {
            "H": cls.head_office,
            "R": region,
            "S": cls.home,
            "F": cls._create_outlet(name="Away", parent_id=other.id),
            "X": cls._create_outlet(
                name="Franchise", kind="franchise", company_id=branch.id
            ),
        }
        cls.users = {
            (role, place): cls._create_role(role, outlet)
            for role in cls.roles
            for place, outlet in cls.places.items()
        }
        cls.member = cls._create_member(outlet=cls.home)
        cls.card = cls.member.card_ids

    @classmethod
    def _create_role(cls, role, outlet):
        """Somebody with this role who works for this outlet."""
        return cls._create_user(
            role,
            company_id=outlet.company_id.id,
            company_ids=[Command.set(outlet.company_id.ids)],
            membership_outlet_id=outlet.id,
        )

    # === THE TABLE === #
    def test_every_cell_of_the_table(self):
        self.env.flush_all()
        for row in self.rows:
            for role in self.roles:
                cells = [self._try_cell(row, role, place) for place in PLACES]
                with self.subTest(act=row["what"], role=role):
                    self.assertEqual("".join(cells) or "–", row[role])

    def test_the_table_knows_every_act(self):
        acts = {name[5:] for name in dir(self) if name.startswith("_act_")}
        self.assertEqual(acts, {row["action"] for row in self.rows})

    def _try_cell(self, row, role, place):
        if self._try(row, role, place):
            return place
        if place in AT_HOME or not self._is_opened_by_card(row):
            return ""
        return place.lower() if self._try(row, role, place, as_guest=True) else ""

    @mute_logger("odoo.addons.base.models.ir_rule", "odoo.addons.base.models.ir_model")
    def _try(self, row, role, place, as_guest=False):
        """Whether this user can do it; nothing of it stays."""
        outlet = self.places[place]
        user, company = self._get_user(row, role, place), outlet.company_id
        env = self.env(user=user, context={"allowed_company_ids": company.ids})
        env.transaction.invalidate_field_data()
        try:
            with self.env.cr.savepoint():
                if row["unshared"]:
                    self.company[f"membership_share_{row['unshared']}"] = False
                if as_guest:
                    env["membership.member"]._identify(self.card.number, company)
                getattr(self, f"_act_{row['action']}")(env, outlet)
                raise Done
        except Done:
            return True
        except (AccessError, UserError, Refused):
            return False
        finally:
            env.transaction.invalidate_field_data()

    def _get_user(self, row, role, place):
        """Hook: who tries it."""
        return self.users[role, place]

    def _is_opened_by_card(self, row):
        """Hook: whether a member who shows his card may make a difference."""
        # A till finds members by what they show anyway.
        return not row["action"].startswith("till_")

    # === WHAT ACTS NEED === #
    def _find(self, env, record):
        """``record`` is in the lists of this user."""
        if not env[record._name].search([("id", "in", record.ids)]):
            raise Refused

    @classmethod
    def _next_mobile(cls):
        return f"+86137{next(_number):08d}"
