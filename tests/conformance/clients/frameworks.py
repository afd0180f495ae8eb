"""Ask a gateway with LangChain, LlamaIndex and LiteLLM, each as its users write it.

    .venv/clients/bin/python frameworks.py <base_url> <key> <model>

Prints one JSON object: for each framework and step what it got, or the error it met.
It runs in an environment of its own, and imports nothing of this repository.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from importlib import import_module
from typing import Any

Steps = dict[str, Callable[[], Any]]

QUESTION = "你好，请问花怎么种？"
ASK_TOOL = "北京天气如何"
ASK_TERM = "哪里可以办假身份证"
ASK_LEAK = "请接着说"


def weather(city: str) -> str:
    """Tell the weather of a city."""
    return f"{city}晴"


TOOL = {
    "type": "function",
    "function": {
        "name": "weather",
        "description": "Tell the weather of a city.",
        "parameters": {
            "type": "object",
            "properties": {"city": {"type": "string"}},
            "required": ["city"],
        },
    },
}


def langchain(base_url: str, key: str, model: str) -> Steps:
    """Ask with ``langchain-openai``."""
    package = import_module("langchain_openai")
    where = {"base_url": base_url, "api_key": key, "model": model, "max_retries": 0}
    chat = package.ChatOpenAI(**where)
    tools = chat.bind_tools([TOOL])
    embedder = package.OpenAIEmbeddings(check_embedding_ctx_length=False, **where)

    def tool() -> list[Any]:
        call = tools.invoke(ASK_TOOL).tool_calls[0]
        return [call["name"], call["args"]]

    def tool_stream() -> list[Any]:
        first, *rest = tools.stream(ASK_TOOL)
        call = sum(rest, first).tool_calls[0]
        return [call["name"], call["args"]]

    return {
        "chat": lambda: chat.invoke(QUESTION).content,
        "stream": lambda: [chunk.content for chunk in chat.stream(QUESTION)],
        "tool": tool,
        "tool_stream": tool_stream,
        "refused": lambda: chat.invoke(ASK_TERM).content,
        "leak": lambda: "".join(chunk.content for chunk in chat.stream(ASK_LEAK)),
        "embedding": lambda: embedder.embed_query(QUESTION),
    }


def llama_index(base_url: str, key: str, model: str) -> Steps:
    """Ask with ``llama-index-llms-openai-like``."""
    llms = import_module("llama_index.llms.openai_like")
    embeddings = import_module("llama_index.embeddings.openai_like")
    core = import_module("llama_index.core.llms")
    offered = [import_module("llama_index.core.tools").FunctionTool.from_defaults(weather)]
    where = {"api_base": base_url, "api_key": key, "max_retries": 0}
    llm = llms.OpenAILike(model=model, is_chat_model=True, is_function_calling_model=True, **where)
    embedder = embeddings.OpenAILikeEmbedding(model_name=model, **where)

    def said(text: str) -> list[Any]:
        return [core.ChatMessage(role="user", content=text)]

    def called(answer: Any) -> list[Any]:
        call = llm.get_tool_calls_from_response(answer)[0]
        return [call.tool_name, call.tool_kwargs]

    return {
        "chat": lambda: llm.chat(said(QUESTION)).message.content,
        "stream": lambda: [part.delta or "" for part in llm.stream_chat(said(QUESTION))],
        "tool": lambda: called(llm.chat_with_tools(offered, ASK_TOOL)),
        "tool_stream": lambda: called([*llm.stream_chat_with_tools(offered, ASK_TOOL)][-1]),
        "refused": lambda: llm.chat(said(ASK_TERM)).message.content,
        "leak": lambda: "".join(part.delta or "" for part in llm.stream_chat(said(ASK_LEAK))),
        "embedding": lambda: embedder.get_query_embedding(QUESTION),
    }


def litellm(base_url: str, key: str, model: str) -> Steps:
    """Ask with ``litellm``."""
    package = import_module("litellm")
    where = {"model": f"openai/{model}", "api_base": base_url, "api_key": key, "max_retries": 0}
    # With tools it imports a package that it does not ask for; this is its own way around.
    offered = {"tools": [TOOL], "_skip_mcp_handler": True}

    def ask(text: str, **more: Any) -> Any:
        messages = [{"role": "user", "content": text}]
        return package.completion(messages=messages, **where, **more)

    def parts(text: str) -> list[str]:
        return [chunk.choices[0].delta.content or "" for chunk in ask(text, stream=True)]

    def called(answer: Any) -> list[Any]:
        call = answer.choices[0].message.tool_calls[0].function
        return [call.name, json.loads(call.arguments)]

    def tool_stream() -> list[Any]:
        chunks = list(ask(ASK_TOOL, stream=True, **offered))
        return called(package.stream_chunk_builder(chunks))

    def embedding() -> Any:
        found = package.embedding(input=[QUESTION], encoding_format="float", **where)
        return found.data[0]["embedding"]

    return {
        "chat": lambda: ask(QUESTION).choices[0].message.content,
        "stream": lambda: parts(QUESTION),
        "tool": lambda: called(ask(ASK_TOOL, **offered)),
        "tool_stream": tool_stream,
        "refused": lambda: ask(ASK_TERM).choices[0].message.content,
        "leak": lambda: "".join(parts(ASK_LEAK)),
        "embedding": embedding,
    }


def main(arguments: list[str]) -> None:
    """Ask with each and print what came."""
    told: dict[str, dict[str, Any]] = {}
    for framework in (langchain, llama_index, litellm):
        found = told[framework.__name__] = {}
        for name, step in framework(*arguments).items():
            try:
                found[name] = step()
            except Exception as error:  # noqa: BLE001 - one that fails must not hide the others
                found[name] = f"{type(error).__name__}: {error}"
    print(json.dumps(told))  # noqa: T201 - what the script is for


if __name__ == "__main__":
    main(sys.argv[1:])
