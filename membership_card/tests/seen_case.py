"""Two ways to say what a user sees, which must agree for every user and record."""

from itertools import chain

from .common import CardCommon

HERE = "('{}', 'child_of', user.membership_scope_ids.ids)"
GUESTS = "[('user_id', '=', user.id), ('until', '>=', 'now')]"
MEMBERS = f"['|', {HERE.format('outlet_id')}, ('guest_ids', 'any', {GUESTS})]"
PAGE = 40
SEEN = f"('{{}}', 'any', {MEMBERS})"


def say(*paths):
    """The condition in plain words: any of these paths leads to what is seen."""
    if not paths:
        return MEMBERS
    leaves = ["'|'"] * (len(paths) - 1)
    for path in paths:
        words = HERE if "outlet" in path.split(".")[-1] else SEEN
        leaves.append(words.format(path))
    return f"[{', '.join(leaves)}]"


class SeenCase(CardCommon):
    """Outlets of two companies with members, cards and users of every kind."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.region = cls._create_outlet(kind="region", name="East")
        cls.store = cls._create_outlet(parent_id=cls.region.id, name="Bund")
        cls.counter = cls._create_outlet(parent_id=cls.store.id, kind="counter")
        cls.elsewhere = cls._create_outlet(name="Canton", active=False)
        cls.outlets = cls.region | cls.store | cls.counter | cls.elsewhere
        cls.members = cls.env["membership.member"].union(
            *(cls._create_member(outlet=outlet) for outlet in cls.outlets)
        )
        cls.users = cls._create_users()
        cls._receive_guests()

    @classmethod
    def _create_users(cls):
        branch = cls.env["res.company"].create(
            {"name": "Franchise", "parent_id": cls.company.id}
        )
        other = cls.env["res.company"].create({"name": "Other"})
        franchise = cls._create_outlet(company_id=branch.id, kind="franchise")
        cls.outlets |= franchise
        cls.members |= cls._create_member(outlet=franchise)
        places = {
            "head office": {"membership_outlet_id": cls.head_office.id},
            "no outlet": {},
            "region": {"membership_outlet_id": cls.region.id},
            "store": {"membership_outlet_id": cls.store.id},
            "counter": {"membership_outlet_id": cls.counter.id},
            "closed store": {"membership_outlet_id": cls.elsewhere.id},
            "branch": {"company_id": branch.id, "company_ids": [(6, 0, branch.ids)]},
            "other company": {
                "company_id": other.id,
                "company_ids": [(6, 0, other.ids)],
            },
            "both": {
                "company_ids": [(6, 0, (cls.company | other).ids)],
                "membership_outlet_id": cls.store.id,
            },
        }
        users = {
            f"manager, {place}": cls._create_user("manager", **values)
            for place, values in places.items()
        }
        for group in ("card_centre", "auditor", "till"):
            for place in ("head office", "store"):
                users[f"{group}, {place}"] = cls._create_user(group, **places[place])
        return users

    @classmethod
    def _receive_guests(cls):
        """The people of a store serve a member of another one; then cards stay home."""
        guest = cls.members.filtered(lambda one: one.outlet_id == cls.elsewhere)
        for user in cls.users.values():
            if user.membership_outlet_id in cls.store | cls.region:
                guest.with_user(user).with_company(cls.company)._receive()
        cls.company.membership_share_cards = False

    def _get_rule(self, model):
        return self.env["ir.rule"].search(
            [
                ("model_id.model", "=", model),
                ("domain_force", "like", "user.membership_"),
                ("perm_read", "=", True),
            ]
        )

    def _see(self, user, model):
        """Ids that a list shows, in an environment that remembers nothing.

        All of them, page by page, and how many there are: the same in each way to ask.
        """
        self.env.invalidate_all()
        Model = self.env[model].with_user(user)
        Model = Model.with_context(allowed_company_ids=user.company_ids.ids)
        if not Model.has_access("read"):
            return []
        seen = Model.search([]).ids
        pages = [
            Model.search([], offset=start, limit=PAGE).ids
            for start in range(0, len(seen) + 1, PAGE)
        ]
        self.assertEqual(list(chain(*pages)), seen)
        self.assertEqual(Model.search_count([]), len(seen))
        self.assertEqual(Model.search_count([], limit=PAGE), min(PAGE, len(seen)))
        return seen

    def _see_one_by_one(self, user, model):
        """The same, each record asked for by itself."""
        records = self.env[model].search([]).with_user(user)
        records = records.with_context(allowed_company_ids=user.company_ids.ids)
        readable = records._filtered_access("read") if records else records
        return readable.sorted(lambda record: records.ids.index(record.id)).ids

    def _check_meanings(self, paths):
        """Each user sees what the plain words say, however the question is put.

        :param paths: dict of model to the paths that its plain condition follows, or
            to that condition
        """
        for model, names in paths.items():
            rule = self._get_rule(model).ensure_one()
            said = rule.domain_force
            plain_words = names if isinstance(names, str) else say(*names)
            seen = {}
            for few in (True, False):
                self.patch(
                    type(self.env["res.users"]),
                    "_sees_few_members",
                    lambda _user, few=few: few,
                )
                seen[few] = {
                    who: self._see(user, model) for who, user in self.users.items()
                }
            asked = {
                who: self._see_one_by_one(user, model)
                for who, user in self.users.items()
            }
            rule.domain_force = (
                f"[(1, '=', 1)] if user.membership_sees_all else {plain_words}"
            )
            plain = {who: self._see(user, model) for who, user in self.users.items()}
            rule.domain_force = said
            with self.subTest(model=model):
                self.assertEqual(seen[True], plain)
                self.assertEqual(seen[False], plain)
                self.assertEqual(asked, plain)
                # A test that cannot fail is none: all, some and nothing are seen.
                self.assertGreaterEqual(len(set(map(tuple, plain.values()))), 3)
                self.assertFalse(plain["manager, other company"])
                self.assertFalse(plain["manager, closed store"])
