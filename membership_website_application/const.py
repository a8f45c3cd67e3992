"""How often a stranger may ask: (hits, minutes) per key."""

LIMITS = {
    # Registrations begun, and messages sent: a shop's guests share one address.
    "start_ip": (30, 60),
    "start_phone": (3, 60),
    "start_phone_day": (6, 24 * 60),
    "start_email": (3, 60),
    # Codes typed, across registrations.
    "code_ip": (60, 60),
    "code_phone": (15, 24 * 60),
    # What an applicant does on the page of an application.
    "paper": (30, 60),
}

CODE_MINUTES = 10
CODE_TRIES = 5
CODE_SENDS = 3
RESEND_SECONDS = 60

STATUS_HOURS = 24 * 180
UPLOAD_BYTES_MAX = 9 * 1024 * 1024  # one document with the form around it
FORM_BYTES_MAX = 64 * 1024
NAME_CHARS_MAX = 100
