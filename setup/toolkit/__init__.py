"""What the commands in ``setup/`` share: finding Odoo, Python, PostgreSQL.

Standard library only: these modules run before anything is installed.
"""
