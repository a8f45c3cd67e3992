from odoo.tests import TransactionCase, new_test_user


class AssociationCommon(TransactionCase):
    """An association with a role, staff, a manager and one member unit."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company = cls.env["res.company"].create({"name": "Tea Association"})
        cls.staff = cls._create_user("card_centre")
        cls.manager = cls._create_user("manager")
        cls.env = cls.env(
            context={"allowed_company_ids": cls.company.ids, "tracking_disable": True}
        )
        cls.role = cls.env["membership.association.class"].create(
            {"name": "Director", "dimension": "role", "yearly_due": 500}
        )
        cls.unit = cls._create_unit("Green Hill")

    @classmethod
    def _create_user(cls, group):
        return new_test_user(
            cls.env,
            f"association_{group}",
            f"base.group_user,membership_ledger.group_{group}",
            company_id=cls.company.id,
            company_ids=[(6, 0, cls.company.ids)],
        )

    @classmethod
    def _create_unit(cls, name, **values):
        Partner = cls.env["res.partner"]
        company = Partner.create({"name": name, "is_company": True})
        person, deputy = Partner.create(
            [{"name": f"{who} of {name}"} for who in ("Head", "Deputy")]
        )
        return (
            cls.env["membership.association.unit"]
            .with_user(cls.staff)
            .create(
                {
                    "partner_id": company.id,
                    "representative_id": person.id,
                    "deputy_id": deputy.id,
                    "joined_on": "2024-01-01",
                    "role_id": cls.role.id,
                    **values,
                }
            )
        )
