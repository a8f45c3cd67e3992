"""Least rights: an access row per model, a company rule where there is a company."""

from tests.architecture.reading import Addon, addons

# Written by the database's own code only: whoever may write them is a bug.
READ_ONLY_ADDON = "membership_ledger"
READ_ONLY = {
    "model_membership_account",
    "model_membership_entry",
    "model_membership_lot",
    "model_membership_allocation",
    "model_membership_hold",
}


def test_every_model_has_an_access_row(addon):
    """Odoo itself only warns about this, at installation."""
    granted = {row["model_id:id"].split(".")[-1] for row in addon.access_rows()}
    missing = [
        model.name
        for model in addon.models()
        if model.kind != "AbstractModel" and model.xmlid not in granted
    ]
    assert not missing, f"no row in ir.model.access.csv: {', '.join(missing)}"


def test_every_company_model_has_a_rule(addon):
    """A user of one company never sees another one's records."""
    ruled = {
        field.get("ref").split(".")[-1]
        for record in addon.records()
        if record.get("model") == "ir.rule"
        for field in record.iter("field")
        if field.get("name") == "model_id" and field.get("ref")
    }
    missing = [
        model.name
        for model in addon.models()
        if model.kind == "Model"
        and "company_id" in model.fields
        and model.xmlid not in ruled
    ]
    assert not missing, f"no record rule: {', '.join(missing)}"


def test_rules_follow_an_upgrade(addon):
    """What is kept as first installed leaves an older database open."""
    kept = [
        path.name
        for path in addon.files("security/*.xml")
        if "noupdate" in path.read_text(encoding="utf-8")
    ]
    assert not kept, f"noupdate in {', '.join(kept)}"


def test_access_rows_name_a_group(addon):
    """A row without a group is for everybody, portal and public included."""
    open_to_all = [row["id"] for row in addon.access_rows() if not row["group_id:id"]]
    assert not open_to_all


def test_no_group_writes_the_ledger():
    """Only the verbs do, whatever addon grants rights."""
    forbidden = [
        f"{name}: {row['id']}"
        for name in addons()
        for row in Addon(name).access_rows()
        if row["model_id:id"].split(".")[-1] in READ_ONLY
        and {row["perm_write"], row["perm_create"], row["perm_unlink"]} != {"0"}
    ]
    assert not forbidden, "\n".join(forbidden)
