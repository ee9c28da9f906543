"""Completion scripts for four shells."""

from __future__ import annotations

from gongkai.cli import COMMANDS


def script(shell: str) -> str:
    """The script that makes the shell complete gongkai's commands, then files."""
    names = " ".join(COMMANDS)
    return {"bash": _bash, "zsh": _zsh, "fish": _fish, "powershell": _powershell}[shell](names)


def _bash(names: str) -> str:
    return (
        "_gongkai() {\n"
        '  local word="${COMP_WORDS[COMP_CWORD]}"\n'
        f'  if [ "$COMP_CWORD" -eq 1 ]; then COMPREPLY=($(compgen -W "{names}" -- "$word"))\n'
        '  else COMPREPLY=($(compgen -f -- "$word")); fi\n'
        "}\n"
        "complete -o filenames -F _gongkai gongkai\n"
    )


def _zsh(names: str) -> str:
    return f"#compdef gongkai\n_gongkai() {{ _arguments '1:command:({names})' '*:file:_files' }}\ncompdef _gongkai gongkai\n"


def _fish(names: str) -> str:
    return f"complete -c gongkai -n __fish_use_subcommand -f -a '{names}'\n"


def _powershell(names: str) -> str:
    quoted = ", ".join(f"'{name}'" for name in names.split())
    return (
        "Register-ArgumentCompleter -Native -CommandName gongkai -ScriptBlock {\n"
        "  param($word)\n"
        f'  @({quoted}) | Where-Object {{ $_ -like "$word*" }}\n'
        "}\n"
    )
