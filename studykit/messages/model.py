"""Drafting with a model: what stops a run, why a unit has no new cards, and what is wrong with a prompt."""

_PROMPT = "{path}:{line}: "

TEXTS: dict[str, tuple[str, str]] = {
    # what stops a run
    "model-unreachable": (
        "{host} cannot be reached. Is the server running, is there a network? `[llm] base_url` in studykit.toml says "
        "where to look. What was drafted before is kept.",
        "无法连接 {host}。请确认服务已启动、网络可用；地址由 studykit.toml 的 `[llm] base_url` 决定。"
        "此前已生成的内容都已保存。",
    ),
    "model-no-key": (
        "The environment variable {variable} is not set: it holds the key for {host}. Set it, or name another one with "
        "`[llm] api_key_env` in studykit.toml.",
        "环境变量 {variable} 未设置：它应存放 {host} 的密钥。"
        "请设置它，或在 studykit.toml 的 `[llm] api_key_env` 指定别的变量。",
    ),
    "model-key-odd": (
        "What {variable} holds cannot be a key: it has blanks or characters that a key never has. Set it again.",
        "{variable} 的内容不可能是密钥：其中有空白或密钥不会有的字符。请重新设置。",
    ),
    "model-key-refused": (
        "{host} refused the key of {variable} (status {status}). Check that it is the right one and still valid.",
        "{host} 拒绝了 {variable} 里的密钥（状态 {status}）。请确认它正确且仍然有效。",
    ),
    "model-no-credit": (
        "{host} says that the account has no credit left (status {status}). What was drafted before is kept; build "
        "again when there is.",
        "{host} 表示账户余额不足（状态 {status}）。此前已生成的内容都已保存；充值后再次构建即可继续。",
    ),
    "model-unknown": (
        "{host} does not know the model {model}. Set `[llm] model` in studykit.toml to one that it offers.",
        "{host} 没有模型 {model}。请在 studykit.toml 的 `[llm] model` 填写它提供的模型。",
    ),
    "model-no-model": (
        "No model is named for {host}. Set `[llm] model` in studykit.toml; the preset {preset} has none there.",
        "没有为 {host} 指定模型。请在 studykit.toml 设置 `[llm] model`；预设 {preset} 在此没有默认模型。",
    ),
    "model-no-service": (
        "{host} answers, but not as a model's server does (status {status}). `[llm] base_url` usually ends in `/v1`.",
        "{host} 有响应，但不像模型服务（状态 {status}）。`[llm] base_url` 通常以 `/v1` 结尾。",
    ),
    "model-plain-http": (
        "The key of {variable} would go to {address} without encryption. Use `https://` in `[llm] base_url`.",
        "{variable} 的密钥将以未加密方式发往 {address}。请在 `[llm] base_url` 使用 `https://`。",
    ),
    "model-address": (
        "`{key}` is no address of a server: write `https://host/v1`, without a user, password or anything behind it.",
        "`{key}` 不是服务器地址：请写成 `https://主机/v1`，不带用户名、密码或其他后缀。",
    ),
    # why a unit has no new cards
    "model-refused": (
        "The model declined: {said}. The old cards stay.",
        "模型拒绝作答：{said}。原有卡片保持不变。",
    ),
    "model-empty": (
        "The model answered nothing, twice ({errors}). The old cards stay.",
        "模型两次都没有作答（{errors}）。原有卡片保持不变。",
    ),
    "model-shape": (
        "The answer could not be used, twice: {errors}. The old cards stay; a stronger model may do it.",
        "回答两次都无法使用：{errors}。原有卡片保持不变；换更强的模型也许可以。",
    ),
    "model-truncated": (
        "The answer broke off at {tokens} tokens and the unit cannot be cut further. Raise `[llm] max_tokens`, or "
        "split the note with headings.",
        "回答在 {tokens} 个 token 处中断，而该单元无法再拆。请调高 `[llm] max_tokens`，或用标题拆分笔记。",
    ),
    "model-too-long": (
        "The note is longer than the model reads at once, and cannot be cut further. Split it with headings.",
        "笔记超出模型一次能读的长度，且无法再拆。请用标题拆分笔记。",
    ),
    "model-timeout": (
        "{host} did not answer within {seconds} seconds. Build again to go on; `[llm] timeout` gives it longer.",
        "{host} 在 {seconds} 秒内没有回答。再次构建即可继续；可用 `[llm] timeout` 延长等待。",
    ),
    "model-cut": (
        "The connection to {host} broke off. Build again to go on.",
        "与 {host} 的连接中断。再次构建即可继续。",
    ),
    "model-strange": (
        "{host} sent something that is no answer of a model ({detail}). Is `[llm] base_url` right?",
        "{host} 返回的不是模型的回答（{detail}）。`[llm] base_url` 是否正确？",
    ),
    "model-rate-limited": (
        "{host} takes no more requests now (it asks to wait {seconds} s). Build again later to go on, or lower "
        "`[llm] concurrency`.",
        "{host} 暂时不再接受请求（要求等待 {seconds} 秒）。请稍后再次构建以继续，或调低 `[llm] concurrency`。",
    ),
    "model-server": (
        "{host} failed with status {status}: {detail}. Build again to go on.",
        "{host} 出错，状态 {status}：{detail}。再次构建即可继续。",
    ),
    "model-budget": (
        "The budget of ${dollars} would be passed. What was drafted is kept; build again to go on.",
        "将超出 {dollars} 美元的预算。已生成的内容都已保存；再次构建即可继续。",
    ),
    "model-no-card": (
        "None of {count} cards passed the checks, twice ({codes}). The old cards stay.",
        "{count} 张卡片两次都没有通过检查（{codes}）。原有卡片保持不变。",
    ),
    "model-private": (
        "The note is private: nothing of it is sent. Draft it with rules.",
        "这篇笔记是私密的：不会发送任何内容。可改用规则生成。",
    ),
    "model-secret": (
        "The unit holds what looks like a secret ({kind}, line {line} of the unit): nothing of it is sent. Remove it "
        "from the note.",
        "该单元含有疑似机密（{kind}，单元第 {line} 行）：不会发送任何内容。请从笔记中移除。",
    ),
    "model-nothing": (
        "Nothing of the unit is left to send.",
        "该单元没有可发送的内容。",
    ),
    "model-one-note": (
        "The section has fewer than two notes that can be sent: there is nothing to compare.",
        "该小节可发送的笔记不足两篇：没有可比较的内容。",
    ),
    "model-two-quotes": (
        "A card that joins notes needs quotes from two of them.",
        "联系多篇笔记的卡片需要来自两篇笔记的引文。",
    ),
    # prompts
    "prompt-frontmatter": (
        _PROMPT + "the frontmatter of this prompt cannot be read: {detail}.",
        _PROMPT + "无法读取这个提示词的 frontmatter：{detail}。",
    ),
    "prompt-name": (
        "{path}: this file is the prompt {name}, but its frontmatter calls it {found}. Correct `name`.",
        "{path}：这个文件是提示词 {name}，但 frontmatter 里写的是 {found}。请改正 `name`。",
    ),
    "prompt-encoding": (
        "{path}: the prompt is not UTF-8: {detail}.",
        "{path}：提示词不是 UTF-8 编码：{detail}。",
    ),
    "prompt-unreadable": (
        "{path}: the prompt cannot be read: {detail}.",
        "{path}：无法读取提示词：{detail}。",
    ),
    "prompt-placeholder": (
        _PROMPT + "`{found}` is no placeholder of this prompt. It knows {known}; a dollar sign is written `$$`.",
        _PROMPT + "`{found}` 不是这个提示词的占位符。可用的有 {known}；美元符号写作 `$$`。",
    ),
    "prompt-lacks": (
        _PROMPT + "the prompt lacks {names}: without it the model is not told what to do. Put it where it belongs.",
        _PROMPT + "提示词缺少 {names}：没有它模型不知道要做什么。请补在合适的位置。",
    ),
    "prompt-parameters": (
        "{path}: `parameters` holds numbers under the names {known}. Correct it.",
        "{path}：`parameters` 只能有以下名称的数字：{known}。请改正。",
    ),
}
