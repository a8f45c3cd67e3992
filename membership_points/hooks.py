"""What data files cannot say."""


def post_init_hook(env):
    """Levels ask for points from now on, as far as nobody was judged by them yet."""
    rules = env["membership.level.rule"].search([("basis", "=", "spending")])
    rules.filtered(lambda rule: not rule._was_in_force()).basis = "points"


def uninstall_hook(env):
    """Nobody earns points any more: rules that ask for them besides end."""
    env["membership.level.rule.condition"]._forget("points")
