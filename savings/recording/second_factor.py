"""The second factor: set up with a code of it, asked for at the log-in, and reset by an administrator."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections.abc import Sequence
from datetime import datetime

import pyotp

from savings.models import RecoveryCode, SecondFactor, User
from savings.recording.acting import ledger_act
from savings.recording.log_in_sessions import end_other_sessions
from savings.recording.permissions import require_role
from savings.recording.refusals import SuperuserAbove
from savings.roles import Role

#: The seconds a code is shown, how many of them before and after the moment are taken, and how many recovery codes there are.
STEP, AROUND, RECOVERY_CODES = 30, 1, 10
#: Letters and digits that nobody takes for each other.
ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"


def set_up_second_factor(user: User, secret: str, code: str, *, at: datetime) -> tuple[str, ...] | None:
    """Ask for codes of this secret from now on; the recovery codes, which nobody can read again. None where the code is wrong."""
    step = _find_step(secret, code, at)
    if step is None:
        return None
    with ledger_act(user, at):
        SecondFactor.objects.filter(person=user).delete()
        SecondFactor.objects.create(person=user, secret=secret, since=at, last_step=step)
        return _give_recovery_codes(user)


def renew_recovery_codes(user: User, *, at: datetime) -> tuple[str, ...]:
    """Ten new recovery codes; the old ones are taken no more."""
    with ledger_act(user, at):
        return _give_recovery_codes(user)


def take_code(user: User, code: str, *, at: datetime) -> bool:
    """Whether the code is one of the app's for this moment, or a recovery code; either is taken once."""
    typed = "".join(code.split()).replace("-", "").lower()
    factor = SecondFactor.objects.filter(person=user).first()
    step = _find_step(factor.secret, typed, at) if factor else None
    if step is not None:
        # In one statement: of two who send the same code at once, one is taken.
        return bool(SecondFactor.objects.filter(person=user, last_step__lt=step).update(last_step=step))
    unused = RecoveryCode.objects.filter(person=user, digest=digest_code(user, typed), used_at=None)
    if not unused.exists():
        return False
    with ledger_act(user, at):
        return bool(unused.update(used_at=at))


def remove_second_factor(user: User, *, by: User, at: datetime) -> None:
    """Ask for no code any more: one's own, or anybody's as an administrator. The person's sessions end where another does it.

    Raises:
        NotYourRole: when it is neither one's own, nor `by` an administrator.
        SuperuserAbove: when the account is a superuser's, and `by` is none.
    """
    if user.pk != by.pk:
        require_role(by, Role.ADMINISTRATOR)
        if user.is_superuser and not by.is_superuser:
            raise SuperuserAbove(user.get_username())
    with ledger_act(by, at):
        SecondFactor.objects.filter(person=user).delete()
        RecoveryCode.objects.filter(person=user).delete()
        if user.pk != by.pk:
            end_other_sessions(user)


def _give_recovery_codes(user: User) -> tuple[str, ...]:
    RecoveryCode.objects.filter(person=user).delete()
    codes = tuple("".join(secrets.choice(ALPHABET) for _letter in range(16)) for _code in range(RECOVERY_CODES))
    RecoveryCode.objects.bulk_create(RecoveryCode(person=user, digest=digest_code(user, code)) for code in codes)
    return tuple("-".join(_in_fours(code)) for code in codes)


def _in_fours(code: str) -> Sequence[str]:
    return [code[place : place + 4] for place in range(0, len(code), 4)]


def digest_code(user: User, code: str) -> str:
    """How a recovery code is kept: it is random and long, so one digest is enough."""
    return hashlib.sha256(f"{user.pk}:{code}".encode()).hexdigest()


def _find_step(secret: str, code: str, at: datetime) -> int | None:
    """The half-minute around the moment whose code it is."""
    now, totp = int(at.timestamp()) // STEP, pyotp.TOTP(secret, interval=STEP)
    typed = "".join(code.split()).encode()
    steps = range(now - AROUND, now + AROUND + 1)
    found = [step for step in steps if hmac.compare_digest(totp.generate_otp(step).encode(), typed)]
    return found[-1] if found else None
