"""Tables take their triggers with them; the functions stay unless dropped here."""


def uninstall_hook(env):
    """Drop the trigger functions of the append-only tables."""
    env.cr.execute("DROP FUNCTION IF EXISTS membership_append_only() CASCADE")
    env.cr.execute("DROP FUNCTION IF EXISTS membership_hold_ends_once() CASCADE")
    env.cr.execute("DROP FUNCTION IF EXISTS membership_only_erases CASCADE")
