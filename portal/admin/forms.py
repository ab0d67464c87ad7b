"""Forms of the administrator."""

from wtforms import RadioField
from wtforms.fields.choices import SelectChoice

from portal.access.roles import ROLE_LABELS, STAFF_ROLES, Role
from portal.accounts.forms import EmailForm
from portal.web.forms import BaseForm, OneOf

CHOICES = [SelectChoice(role.value, ROLE_LABELS[role]) for role in Role if role in STAFF_ROLES]


class InviteStaffForm(EmailForm):
    """Whom to invite, and as what."""

    role = RadioField("What will they do?", [OneOf("Select what they will do")], choices=CHOICES, validate_choice=False)


class GiveRoleForm(BaseForm):
    """Another role."""

    role = RadioField("Which role do you give them?", [OneOf("Select a role")], choices=CHOICES, validate_choice=False)
