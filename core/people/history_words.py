"""What rows and columns of a personal file are called in its history."""

from typing import Any

from flask_babel import lazy_gettext as _l
from flask_babel import lazy_pgettext

from core.people.words import ACCESS, ADDRESS_KINDS, CONTACT_KINDS, RELATIONS, SEXES, STATUSES

NOT_KEPT = _l("value not kept in history")
UNSAID = _l("no longer in the register")
YES_NO = {True: _l("yes"), False: _l("no")}

TABLES: dict[str, Any] = {
    "person": _l("Person"),
    "contact": _l("Contact"),
    "address": _l("Address"),
    "identity_document": _l("Identity document"),
    "previous_education": _l("Previous education"),
    "personal_file": _l("Personal file"),
    "enrolment": _l("Enrolment"),
    "enrolment_status": _l("Status"),
    "pupil_programme": _l("Education programme"),
    "support_need": _l("Special need"),
    "care_status": _l("Out-of-family care"),
    "guardianship": _l("Guardian"),
    "guardian_decision": _l("Decision about access"),
}

COLUMNS: dict[str, Any] = {
    "given_name": _l("Given name"),
    "family_name": _l("Family name"),
    "former_name": _l("Former name"),
    "birth_date": _l("Birth date"),
    "sex": _l("Sex"),
    "language": _l("Language"),
    "citizenship": _l("Citizenship"),
    "personal_code": _l("Personal code"),
    "institution_number": _l("Number of the institution"),
    "kind": _l("Kind"),
    "value": _l("Phone or e-mail"),
    "verified_at": _l("Proven"),
    "text": _l("Address"),
    "from_date": _l("From"),
    "until_date": _l("Until"),
    "number": _l("Number"),
    "issued": _l("Issued"),
    "issuer": _l("Issuer"),
    "programme": _l("Programme"),
    "school": _l("School"),
    "completed": _l("Completed"),
    "opened": _l("Opened"),
    "checked": _l("Checked"),
    "checked_by_id": _l("Checked by"),
    "admission_order_id": _l("Order of admission"),
    "withdrawal_order_id": _l("Order of withdrawal"),
    "withdrawal_reason": _l("Reason of withdrawal"),
    "next_school": _l("Next school"),
    "status": _l("Status"),
    "programme_id": _l("Programme"),
    "order_id": lazy_pgettext("head", "Order"),
    "code": _l("Code"),
    "opinion_number": _l("Number of the opinion"),
    "opinion_date": _l("Date of the opinion"),
    "out_of_family": _l("Out-of-family care"),
    "guardian_id": _l("Guardian"),
    "relation": _l("Relation"),
    "access": _l("Access"),
    "has_custody": _l("Custody"),
    "contact_ban": _l("Contact ban"),
    "official_address_active": _l("Official e-address"),
    "sees_marks": _l("Sees marks"),
    "sees_attendance": _l("Sees absences"),
    "may_excuse": _l("May announce absences"),
    "receives_messages": _l("Receives messages"),
    "is_shown_as_contact": _l("Shown as contact"),
    "granted": _l("Access granted"),
    "basis": _l("Basis"),
    "decided_by_id": _l("Decided by"),
    "decided_at": _l("Decided"),
    "effective": _l("In effect from"),
    "voided": _l("Taken back"),
}

KEYS: dict[str, dict[str, Any]] = {
    "sex": SEXES,
    "kind": CONTACT_KINDS | ADDRESS_KINDS,
    "status": STATUSES,
    "relation": RELATIONS,
    "access": ACCESS,
}
