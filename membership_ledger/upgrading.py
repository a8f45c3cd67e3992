"""What the migrations of several addons need."""

from odoo.tools import SQL


def release_rules(cr, module):
    """Let an upgrade bring this addon's record rules up to date.

    Rules used to be kept as they were first installed (``noupdate``), so that a
    database that had been upgraded was open where a new one is closed. They belong to
    the addon: one that it drops goes, and a shop that wants others adds its own.

    :param str module: technical name of the addon; called before its data are loaded
    """
    cr.execute(
        SQL(
            """
            UPDATE ir_model_data SET noupdate = FALSE
            WHERE module = %s AND model = 'ir.rule' AND noupdate
            """,
            module,
        )
    )
