from . import membership_points_report
