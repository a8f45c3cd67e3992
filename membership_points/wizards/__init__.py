from . import membership_points_adjust
