"""What click says by itself, of a command's use and of what is wrong with it: the English is click's, word for word."""

from typing import Final

TEXTS: Final[dict[str, tuple[str, str]]] = {
    # help
    "usage-usage": ("Usage:", "用法："),
    "usage-options": ("Options", "选项"),
    "usage-commands": ("Commands", "命令"),
    "usage-help": ("Show this message and exit.", "显示本说明并退出。"),
    "usage-version": ("Show the version and exit.", "显示版本并退出。"),
    "usage-default": ("default: {default}", "默认：{default}"),
    "usage-required": ("required", "必填"),
    # errors
    "usage-error": ("Error: {message}", "错误：{message}"),
    "usage-try": ("Try '{command} {option}' for help.", "用“{command} {option}”查看说明。"),
    "usage-invalid": ("Invalid value: {message}", "值无效：{message}"),
    "usage-invalid-for": ("Invalid value for {param_hint}: {message}", "{param_hint} 的值无效：{message}"),
    "usage-missing-argument": ("Missing argument", "缺少参数"),
    "usage-missing-option": ("Missing option", "缺少选项"),
    "usage-missing-parameter": ("Missing parameter", "缺少参数或选项"),
    "usage-missing-command": ("Missing command.", "缺少子命令。"),
    "usage-no-option": ("No such option {name!r}.", "没有选项 {name!r}。"),
    "usage-no-command": ("No such command {name!r}.", "没有命令 {name!r}。"),
    "usage-did-you-mean": ("Did you mean {possibility}?", "是否想用 {possibility}？"),
    "usage-did-you-mean-one": (
        "(Did you mean one of: {possibilities}?)",
        "（是否想用其中之一：{possibilities}？）",
    ),
    "usage-extra-argument": ("Got unexpected extra argument ({args})", "多出参数（{args}）"),
    "usage-extra-arguments": ("Got unexpected extra arguments ({args})", "多出参数（{args}）"),
    "usage-takes-no-value": ("Option {name!r} does not take a value.", "选项 {name!r} 不带值。"),
    "usage-needs-value": ("Option {name!r} requires an argument.", "选项 {name!r} 需要一个值。"),
    "usage-needs-values": ("Option {name!r} requires {nargs} arguments.", "选项 {name!r} 需要 {nargs} 个值。"),
    "usage-choose": ("Choose from:\n\t{choices}", "可选：\n\t{choices}"),
    "usage-not-choice": ("{value!r} is not {choice}.", "{value!r} 不是 {choice}。"),
    "usage-not-among": ("{value!r} is not one of {choices}.", "{value!r} 不在可选值之中：{choices}。"),
    "usage-not-format": ("{value!r} does not match the format {format}.", "{value!r} 不符合格式 {format}。"),
    "usage-not-formats": ("{value!r} does not match the formats {formats}.", "{value!r} 不符合格式 {formats}。"),
    "usage-not-number": ("{value!r} is not a valid {number_type}.", "{value!r} 不是有效的 {number_type}。"),
    "usage-not-in-range": ("{value} is not in the range {range}.", "{value} 不在范围 {range} 内。"),
    "usage-path-missing": ("{name} {filename!r} does not exist.", "{name} {filename!r} 不存在。"),
    "usage-path-file": ("{name} {filename!r} is a file.", "{name} {filename!r} 是文件。"),
    "usage-path-folder": ("{name} {filename!r} is a directory.", "{name} {filename!r} 是文件夹。"),
    "usage-path-unreadable": ("{name} {filename!r} is not readable.", "{name} {filename!r} 不可读。"),
    "usage-path-unwritable": ("{name} {filename!r} is not writable.", "{name} {filename!r} 不可写。"),
    "usage-file": ("file", "文件"),
    "usage-folder": ("directory", "文件夹"),
    "usage-path": ("path", "路径"),
    # questions
    "usage-input": ("Error: invalid input", "错误：输入无效"),
}
