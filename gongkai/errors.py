"""Every error of Gongkai as one tree.

Each class carries the exit status that the command line ends with (CONTRACT 4) and a `kind` word that JSON answers
use. A message is one line that names the file, the place and the limit or cause; `fix` says what to do about it.
"""

from __future__ import annotations

import errno
import zlib


class GongkaiError(Exception):
    """Anything that Gongkai says went wrong; never raised itself.

    `message` and `message_en` are one line each, `file` the name as the user gave it, `place` where in the file,
    `fix` what to do.
    """

    exit_code = 70
    kind = "internal"
    lasting = False
    """Whether the same file would meet it again, whatever the machine is doing: only then is it kept as a result."""

    def __init__(
        self, message: str, message_en: str = "", *, file: str = "", place: str = "", fix: str = "", fix_en: str = ""
    ) -> None:
        super().__init__(message)
        self.message = message
        self.message_en = message_en or message
        self.file = file
        self.place = place
        self.fix = fix
        self.fix_en = fix_en or fix

    def __str__(self) -> str:
        return "：".join(part for part in (self.file, self.place, self.message) if part)

    def __reduce__(self) -> tuple[object, ...]:
        """Travel between the processes of a batch without losing a field."""
        return (_rebuild, (type(self), self.message, self.message_en, self.file, self.place, self.fix, self.fix_en))

    def to_dict(self) -> dict[str, str | int]:
        """The error as `check --format json` gives it: kind, message, place (CONTRACT 3), the fix, the exit status."""
        return {
            "kind": self.kind,
            "message": self.message,
            "message_en": self.message_en,
            "place": self.place,
            "fix": self.fix,
            "fix_en": self.fix_en,
            "exit_code": self.exit_code,
        }


def _rebuild(cls: type[GongkaiError], *words: str) -> GongkaiError:
    message, message_en, file, place, fix, fix_en = words
    return cls(message, message_en, file=file, place=place, fix=fix, fix_en=fix_en)


class UsageError(GongkaiError):
    """The call's words do not fit: an unknown option value, an output that cannot be written in that format."""

    exit_code = 2
    kind = "usage"


class Conflict(GongkaiError):
    """Somebody else acted first, or the same key was used for something else; nothing was changed."""

    exit_code = 2
    kind = "conflict"


class NotAllowed(GongkaiError):
    """Somebody has no role that may do this, or their account is disabled; nothing was changed."""

    exit_code = 2
    kind = "not_allowed"


class AlreadyThere(UsageError):
    """The output file is there, and nobody said that it may be overwritten."""

    kind = "exists"


class InputError(GongkaiError):
    """The input cannot be read as what it says it is."""

    exit_code = 2
    kind = "input"
    lasting = True


class EmptyFile(InputError):
    """The file holds no byte or no text."""

    kind = "empty"


class UnknownFormat(InputError):
    """No reader takes this kind of file; the message names what was found and what can be read."""

    kind = "unsupported"


class BrokenFile(InputError):
    """The file is cut off or its structure is damaged."""

    kind = "broken"


class EncryptedFile(InputError):
    """The file asks for a password."""

    kind = "encrypted"


class UnsafeFile(InputError):
    """The file holds what no report needs and an attack does: a DTD, an entity, a hostile member name."""

    kind = "unsafe"


class TooLarge(InputError):
    """A bound on size, unpacked size, members, depth or cells is passed; the message names figure and bound."""

    kind = "too_large"


class OutOfMemory(TooLarge):
    """Reading the file took more memory than it may, or than there was; with more of it the file may be read."""

    kind = "out_of_memory"
    lasting = False


class TimedOut(InputError):
    """Reading took longer than it may and was ended; on a machine with less to do the file may be read."""

    kind = "timeout"
    lasting = False


class NotAReport(InputError):
    """The document was read, but it is no annual report: none of the three statutory tables is in it."""

    kind = "not_a_report"


class OldReport(InputError):
    """A report for a year before 2019, when the three statutory tables did not exist (DECISIONS 1)."""

    kind = "before_2019"


class SeveralReports(InputError):
    """One file that holds the reports of several agencies or years."""

    kind = "several_reports"


class NoTextLayer(InputError):
    """A PDF of pictures, or one whose text names no characters: only text recognition can read it."""

    kind = "no_text_layer"


class LostText(InputError):
    """The reader got far less text out of the file than the file holds (TRUST 5.6); nothing is returned."""

    kind = "lost_text"


class Unreadable(InputError):
    """A scan of which no page can be read: blank, too coarse, askew or illegible; somebody has to look at it."""

    kind = "unreadable"


class NoTableFound(InputError):
    """Text was recognised on a scan, but no statutory table: it may be one, drawn in a way that is not made out."""

    kind = "no_table_found"


class EnvironmentFault(GongkaiError):
    """The machine does not let us: disk full, no permission, file locked, package missing."""

    exit_code = 3
    kind = "environment"


class MissingExtra(EnvironmentFault):
    """The packages of an extra such as `gongkai[ocr]` are not installed."""

    kind = "missing_extra"


_REASONS = {
    "EACCES": "没有权限",
    "EPERM": "没有权限",
    "EROFS": "磁盘是只读的",
    "ENOSPC": "磁盘已满",
    "EDQUOT": "磁盘配额已满",
    "EFBIG": "文件太大",
    "ENOENT": "没有这个文件或文件夹",
    "ENOTDIR": "路径中有一段不是文件夹",
    "EISDIR": "这是文件夹",
    "ENAMETOOLONG": "文件名过长",
    "ELOOP": "符号链接绕成了圈",
    "EIO": "磁盘读写出错",
    "EBUSY": "文件正被占用",
    "ETXTBSY": "文件正被占用",
    "EMFILE": "打开的文件太多",
    "ENFILE": "打开的文件太多",
    "ENOMEM": "内存不够",
    "EINVAL": "系统不接受这种操作",
    "ENODEV": "没有这个设备",
    "ENXIO": "没有这个设备",
    "EADDRINUSE": "地址已被占用",
    "EADDRNOTAVAIL": "本机没有这个地址",
}
"""What the system's common errors are called."""


def reason(error: OSError) -> tuple[str, str]:
    """What the system says was wrong, in Chinese and in English; the number where it has no words for it."""
    told = error.strerror or f"errno {error.errno}"
    return _REASONS.get(errno.errorcode.get(error.errno or 0, ""), told), told


def trace_number(error: BaseException) -> str:
    """Eight digits for a fault of ours: the same for the same fault at the same place of the code, run after run."""
    trail = [type(error).__qualname__]
    trace = error.__traceback__
    while trace is not None:
        code = trace.tb_frame.f_code
        trail.append(f"{code.co_filename.rpartition('gongkai')[2]}:{code.co_name}:{trace.tb_lineno}")
        trace = trace.tb_next
    return f"{zlib.crc32('|'.join(trail).encode()):08x}"
