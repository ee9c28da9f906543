"""Completion scripts for four shells, made from the manual: commands, their options, the words those take, files."""

from __future__ import annotations

from gongkai.cli.manual import COMMANDS, COMMON, Command
from gongkai.cli.topics import TOPICS


def script(shell: str) -> str:
    """The script that makes a shell complete gongkai's command lines."""
    return {"bash": _bash, "zsh": _zsh, "fish": _fish, "powershell": _powershell}[shell]()


def _flags(command: Command) -> list[str]:
    return [flag for one in (*command.options, *COMMON) for flag in one.flags if flag.startswith("--")] + ["--help"]


def _words(name: str, command: Command) -> list[str]:
    """The words that may stand behind a command in place of a file."""
    if name == "help":
        return [*COMMANDS, *TOPICS]
    return [word for argument in command.arguments for word in argument.values]


def _values() -> dict[str, tuple[str, ...]]:
    """The words that each option of few values takes, all commands together."""
    found: dict[str, tuple[str, ...]] = {}
    for command in COMMANDS.values():
        for one in (*command.options, *COMMON):
            if one.values:
                found[one.flags[0]] = tuple(dict.fromkeys((*found.get(one.flags[0], ()), *one.values)))
    return found


def _bash() -> str:
    values = "".join(
        f'    {flag}) COMPREPLY=($(compgen -W "{" ".join(words)}" -- "$word")); return;;\n'
        for flag, words in _values().items()
    )
    commands = "".join(
        f'    {name}) words="{" ".join([*_flags(one), *_words(name, one)])}";;\n' for name, one in COMMANDS.items()
    )
    return (
        "_gongkai() {\n"
        '  local word="${COMP_WORDS[COMP_CWORD]}" before="${COMP_WORDS[COMP_CWORD-1]}" words=""\n'
        f'  case "$before" in\n{values}  esac\n'
        '  if [ "$COMP_CWORD" -eq 1 ]; then\n'
        f'    COMPREPLY=($(compgen -W "{" ".join(COMMANDS)}" -- "$word")); return\n'
        "  fi\n"
        f'  case "${{COMP_WORDS[1]}}" in\n{commands}  esac\n'
        '  COMPREPLY=($(compgen -W "$words" -- "$word"))\n'
        '  case "$word" in -*) ;; *) local IFS=$\'\\n\'; COMPREPLY+=($(compgen -f -- "$word"));; esac\n'
        "}\n"
        "complete -o filenames -F _gongkai gongkai\n"
    )


def _zsh() -> str:
    cases = "".join(
        f"    {name}) _arguments {' '.join(_zsh_option(flag) for flag in _flags(one))} "
        f"'*:file:{_zsh_files(_words(name, one))}';;\n"
        for name, one in COMMANDS.items()
    )
    return (
        "#compdef gongkai\n"
        "_gongkai() {\n"
        f"  if (( CURRENT == 2 )); then compadd {' '.join(COMMANDS)}; return; fi\n"
        "  local name=$words[2]\n"
        "  shift words; (( CURRENT-- ))\n"
        f"  case $name in\n{cases}  esac\n"
        "}\n"
        "compdef _gongkai gongkai\n"
    )


def _zsh_option(flag: str) -> str:
    words = _values().get(flag)
    return f"'{flag}:value:({' '.join(words)})'" if words else f"'{flag}'"


def _zsh_files(words: list[str]) -> str:
    return f"({' '.join(words)})" if words else "_files"


def _fish() -> str:
    lines = [f"complete -c gongkai -n __fish_use_subcommand -f -a '{' '.join(COMMANDS)}'"]
    for name, one in COMMANDS.items():
        seen = f"-n '__fish_seen_subcommand_from {name}'"
        for flag in _flags(one):
            words = _values().get(flag)
            takes = f" -x -a '{' '.join(words)}'" if words else ""
            lines.append(f"complete -c gongkai {seen} -l {flag.removeprefix('--')}{takes}")
        if _words(name, one):
            lines.append(f"complete -c gongkai {seen} -f -a '{' '.join(_words(name, one))}'")
    return "\n".join(lines) + "\n"


def _powershell() -> str:
    table = "".join(
        f"    '{name}' = @({', '.join(repr(word) for word in [*_flags(one), *_words(name, one)])})\n"
        for name, one in COMMANDS.items()
    )
    return (
        "Register-ArgumentCompleter -Native -CommandName gongkai -ScriptBlock {\n"
        "  param($word, $line)\n"
        f"  $known = @{{\n{table}  }}\n"
        "  $parts = @($line.CommandElements | ForEach-Object { $_.ToString() })\n"
        "  $name = if ($parts.Count -gt 1) { $parts[1] } else { '' }\n"
        "  $words = if ($known.ContainsKey($name) -and $name -ne $word) { $known[$name] } else { $known.Keys }\n"
        '  $words | Where-Object { $_ -like "$word*" } | Sort-Object\n'
        "}\n"
    )
