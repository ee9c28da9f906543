"""The parser, made from the manual: help laid out and faults worded in the reader's language, not in the library's."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

import click

from gongkai.cli import manual, words
from gongkai.cli.topics import TOPICS

_WORDS = {
    "usage": ("用法：", "Usage: "),
    "options": ("选项：", "Options:"),
    "commands": ("命令：", "Commands:"),
    "topics": ("专题（gongkai help 专题）：", "Topics (gongkai help TOPIC):"),
    "examples": ("例：", "Examples:"),
    "default": ("默认", "default"),
    "help": ("显示帮助", "show this help"),
    "version": ("显示版本", "show the version"),
    "exit": ("退出码的含义见 gongkai help exit-codes", "exit statuses: gongkai help exit-codes"),
    "[options]": ("[选项]", "[OPTIONS]"),
    "command": ("命令 …", "COMMAND ..."),
}
_SHOWN_FIRST = 22


class Command(click.Command):
    """A command whose help is ours."""

    def get_help(self, ctx: click.Context) -> str:
        """The help of the command in the language of its context."""
        return command_help(self.name or "", ctx.obj)


class Group(click.Group):
    """The program, whose help lists commands and topics."""

    def get_help(self, ctx: click.Context) -> str:
        """The help of the program in the language of its context."""
        return program_help(ctx.obj)


class NotOneOf(click.BadParameter):
    """A word that is none of those that an option or argument takes."""

    def __init__(
        self, given: str, fitting: tuple[str, ...], param: click.Parameter | None, ctx: click.Context | None
    ) -> None:
        """What was given, what would fit, and where."""
        super().__init__(given, ctx=ctx, param=param)
        self.given, self.fitting = given, fitting
        self.option = param.opts[0] if isinstance(param, click.Option) else ""


class Choice(click.Choice[str]):
    """One of a few words; any other is told with the words that fit."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """The word itself; NotOneOf for any other."""
        if value not in self.choices:
            raise NotOneOf(str(value), tuple(self.choices), param, ctx)
        return str(value)


def program(lang: str, run: Mapping[str, Callable[..., int]]) -> click.Group:
    """The whole parser; each command calls its function with its values and `lang`."""
    settings = {"help_option_names": ["-h", "--help"], "obj": lang}
    group = Group("gongkai", context_settings=settings, no_args_is_help=True)
    group.params = [*_common(lang), click.Option(["--version"], is_flag=True, is_eager=True, callback=_version)]
    group.params[-1].expose_value = False
    for name, one in manual.COMMANDS.items():
        command = Command(name, callback=_called(run[name], lang), context_settings=settings)
        command.params = [*map(_argument, one.arguments), *map(_option, one.options), *_common(lang)]
        group.add_command(command)
    return group


def _version(context: click.Context, _param: click.Parameter, value: bool) -> None:
    if value:
        from gongkai import __version__

        click.echo(f"gongkai {__version__}")
        context.exit(0)


def _called(function: Callable[..., int], lang: str) -> Callable[..., int]:
    """The function as the parser calls it: flags given before the command count as if given behind it."""

    def call(**values: Any) -> int:
        above = click.get_current_context().parent
        for name, value in (above.params if above else {}).items():
            values[name] = values.get(name) or value
        for hidden in ("lang", "debug"):
            values.pop(hidden, None)
        return function(lang=lang, **values)

    return call


def _common(lang: str) -> list[click.Parameter]:
    made = [_option(one) for one in manual.COMMON]
    made[0].default = lang
    return list(made)


def _option(one: manual.Option) -> click.Option:
    name = one.flags[0].strip("-").replace("-", "_")
    clash = name if name not in ("format", "ascii", "json", "select") else name + "_"
    more: dict[str, Any] = {"envvar": one.environment or None}
    if one.values:
        more |= {"type": Choice(one.values), "default": one.default or None}
    elif one.takes:
        more |= {"default": None if one.several or one.bare else one.default, "multiple": one.several}
        if one.bare is not None:
            more |= {"is_flag": False, "flag_value": one.bare}
    else:
        more |= {"is_flag": True}
    return click.Option([*one.flags, clash], **more)


def _argument(one: manual.Argument) -> click.Argument:
    kind = Choice(one.values) if one.values else None
    return click.Argument([one.name], required=one.required, nargs=-1 if one.several else 1, type=kind)


def usage_fault(error: click.ClickException, lang: str) -> str:
    """What was wrong with the words typed, in one line, with the nearest word that would fit."""
    zh = lang == "zh"
    if isinstance(error, click.NoSuchOption):
        near = _nearest(error.option_name, _known_options(error.ctx))
        shown = words.shown(error.option_name)
        return (f"没有选项 {shown}" if zh else f"no option {shown}") + meant(near, lang)
    if isinstance(error, click.MissingParameter):
        return f"缺少{_name(error, zh)}" if zh else f"missing {_name(error, zh)}"
    if isinstance(error, NotOneOf):
        return _not_one_of(error, lang)
    if isinstance(error, click.BadOptionUsage):
        wants = "requires" in error.format_message()
        if zh:
            return f"选项 {error.option_name} {'后面要有值' if wants else '不带值'}"
        return f"option {error.option_name} {'needs a value' if wants else 'takes no value'}"
    return _of_the_library(error.format_message(), lang)


def _not_one_of(error: NotOneOf, lang: str) -> str:
    near = _nearest(error.given, error.fitting)
    given = words.shown(error.given)
    if lang == "zh":
        where = f"选项 {error.option}：" if error.option else ""
        return f"{where}{given} 不是可用的值" + (meant(near, lang) or f"；可以用：{'、'.join(error.fitting)}")
    where = f"option {error.option}: " if error.option else ""
    return f"{where}{given} is not one of the values" + (meant(near, lang) or f": {', '.join(error.fitting)}")


def _of_the_library(text: str, lang: str) -> str:
    """The two faults that the parser tells by its words alone; any other as it stands."""
    zh = lang == "zh"
    if text.startswith("No such command"):
        asked = text.split("'")[1]
        near = _nearest(asked, manual.COMMANDS)
        return (f"没有命令 {words.shown(asked)}" if zh else f"no command {words.shown(asked)}") + meant(near, lang)
    if "extra argument" in text:
        extra = words.shown(text.partition("(")[2].rstrip(")."))
        return f"多出来的词：{extra}" if zh else f"too many words: {extra}"
    return text


def _nearest(given: str, fitting: Iterable[str]) -> list[str]:
    """The word nearest to the one given, in a list of one, or none."""
    import difflib

    return difflib.get_close_matches(given, list(fitting), 1)


def meant(near: Iterable[str], lang: str) -> str:
    """A question for the nearest word, nothing when there is none."""
    found = next(iter(near), "")
    return (f"；是不是 {found}？" if lang == "zh" else f"; did you mean {found}?") if found else ""


def _known_options(context: click.Context | None) -> list[str]:
    found: list[str] = []
    while context is not None:
        found += [flag for param in context.command.params if isinstance(param, click.Option) for flag in param.opts]
        context = context.parent
    return found


def _name(error: click.BadParameter, zh: bool) -> str:
    at = 0 if zh else 1
    command = error.ctx.info_name if error.ctx else ""
    for one in manual.COMMANDS[command].arguments if command in manual.COMMANDS else ():
        if error.param is not None and one.name == error.param.name:
            return one.shown[at]
    return error.param.opts[0] if error.param is not None else ""


def program_help(lang: str) -> str:
    """The help of `gongkai` alone."""
    at = 0 if lang == "zh" else 1
    lines = [
        f"{_WORDS['usage'][at]}gongkai {_WORDS['[options]'][at]} {_WORDS['command'][at]}",
        "",
        manual.ABOUT[at],
        "",
        _WORDS["commands"][at],
        *_listed([(name, one.about[at]) for name, one in manual.COMMANDS.items()]),
        "",
        _WORDS["topics"][at],
        *_listed([(name, title[at]) for name, (title, _) in TOPICS.items()]),
        "",
        _WORDS["options"][at],
        *_options((*manual.COMMON, manual.Option(("--version",), _WORDS["version"])), at),
        "",
        _WORDS["exit"][at],
    ]
    return "\n".join(lines)


def command_help(name: str, lang: str) -> str:
    """The help of one command."""
    at = 0 if lang == "zh" else 1
    one = manual.COMMANDS[name]
    takes = " ".join(_placed(argument, at) for argument in one.arguments)
    lines = [
        f"{_WORDS['usage'][at]}gongkai {name} {_WORDS['[options]'][at]} {takes}",
        "",
        one.about[at],
        "",
        _WORDS["examples"][at],
        *(f"  {example}" for example in one.examples),
        "",
        _WORDS["options"][at],
        *_options((*one.options, *manual.COMMON), at),
        "",
        _WORDS["exit"][at],
    ]
    return "\n".join(lines)


def _placed(argument: manual.Argument, at: int) -> str:
    shown = "|".join(argument.values) or argument.shown[at]
    shown += "…" if argument.several else ""
    return shown if argument.required else f"[{shown}]"


def _options(options: Iterable[manual.Option], at: int) -> list[str]:
    rows = []
    for one in options:
        takes = " " + ("|".join(one.values) or (one.takes or ("", ""))[at]) if one.values or one.takes else ""
        default = (f"（默认 {one.default}）", f" (default {one.default})")[at] if one.default else ""
        rows.append((", ".join(one.flags) + takes, one.about[at] + default))
    return _listed([*rows, ("-h, --help", _WORDS["help"][at])])


def _listed(rows: list[tuple[str, str]]) -> list[str]:
    """Names and what they are in two columns; a long name stands on a line of its own."""
    wide = min(_SHOWN_FIRST, max(words.width(name) for name, _ in rows))
    lines = []
    for name, about in rows:
        text = words.wrapped(about, words.screen() - wide - 4)
        if words.width(name) > wide:
            lines.append(f"  {name}")
            name = ""
        lines.append(f"  {words.padded(name, wide)}  {text[0]}")
        lines += [" " * (wide + 4) + line for line in text[1:]]
    return lines
