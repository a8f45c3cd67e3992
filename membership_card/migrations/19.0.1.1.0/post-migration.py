from odoo.tools import SQL
from odoo.tools.sql import column_exists

OLD_COLUMNS = ("threshold", "window_months")


def migrate(cr, version):
    """The one threshold of a level becomes its first rule, in force since ever."""
    if not all(column_exists(cr, "membership_level", name) for name in OLD_COLUMNS):
        return
    cr.execute(
        SQL(
            """
            INSERT INTO membership_level_rule (level_id, purpose, basis, measure,
                threshold, "window", window_months, window_period)
            SELECT level.id, 'reach', CASE WHEN EXISTS (
                SELECT FROM ir_module_module
                WHERE name = 'membership_points' AND state <> 'uninstalled'
            ) THEN 'points' ELSE 'spending' END, 'sum', level.threshold, 'rolling',
                level.window_months, 'year'
            FROM membership_level level
            WHERE level.threshold > 0 AND NOT EXISTS (
                SELECT FROM membership_level_rule rule WHERE rule.level_id = level.id
            )
            """
        )
    )
    for name in OLD_COLUMNS:
        cr.execute(
            SQL("ALTER TABLE membership_level DROP COLUMN %s", SQL.identifier(name))
        )
