"""A language model as extractor: ask, or find the answer kept; read it; take what the article bears out."""

import hashlib
import json
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from functools import cached_property
from pathlib import Path
from typing import Final

from pipelines.extract.extractor import Failure
from pipelines.extract.lexicon import Lexicon
from pipelines.extract.llm.account import Account
from pipelines.extract.llm.answer import Answer, parse_answer
from pipelines.extract.llm.cache import AnswerCache
from pipelines.extract.llm.client import ChatClient, Completion
from pipelines.extract.llm.errors import AccessError, BadAnswerError, PostponedError
from pipelines.extract.llm.prompt import Prompt
from pipelines.extract.llm.rows import RowReader
from pipelines.extract.models import Article, Extraction
from pipelines.settings import LlmSettings

# Once as it is, and once more with a word on what was wrong: a third time has not been seen to help.
QUESTIONS: Final = 2


class LlmExtractor:
    """Rows from the answers of an OpenAI-compatible endpoint. One object is one run with one budget.

    Of the settings, base_url and model must be there. Nothing is sent before the first article.
    """

    name = "llm"

    def __init__(
        self,
        settings: LlmSettings,
        lexicon: Lexicon,
        answers: Path,
        sleep: Callable[[float], None] | None = None,
    ) -> None:
        lacking = settings.lacking()
        if lacking is not None:
            raise ValueError(lacking)
        self._settings = settings
        self._lexicon = lexicon
        self._prompt = Prompt(lexicon.agreement_names)
        self._cache = AnswerCache(answers)
        self._account = Account(settings)
        self._client = ChatClient(settings, self._account, sleep)

    @cached_property
    def version(self) -> str:
        """Twelve hexadecimal digits over the model, what it is sent, and the code and register that judge it."""
        whole = hashlib.sha256()
        # The folder above finds speakers and mediators.
        folder = Path(__file__).parent
        for path in sorted([*folder.glob("*.py"), *folder.parent.glob("*.py")]):
            whole.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
        whole.update(json.dumps([*self._question, self._settings.max_output_tokens]).encode())
        whole.update(self._lexicon.digest.encode())
        return whole.hexdigest()[:12]

    def close(self) -> None:
        self._client.close()

    def costs(self) -> dict[str, int | float]:
        """What this object has asked for and spent so far: see Account.totals."""
        return self._account.totals()

    def extract(self, article: Article) -> Extraction:
        """All rows of one article.

        Raises BadAnswerError where the model has no answer to give, PostponedError where it gave none this
        time, AccessError where it will give none to anybody.
        """
        key = self._cache.key(
            *self._question,
            article.title,
            article.text,
            article.published.isoformat() if article.published else None,
        )
        with self._cache.alone(key):
            answer = self._kept(key) or self._asked(key, article)
        return RowReader(article, self._lexicon).read(answer)

    def extract_many(self, articles: Iterable[Article]) -> Iterator[Extraction | Failure]:
        """Outcomes in the order of the articles, several being asked for at a time.

        Raises AccessError; every other error is a failure of its own article.
        """
        pool = ThreadPoolExecutor(self._settings.concurrency, thread_name_prefix="llm")
        try:
            # As many wait as keep all threads busy: the stream may be longer than memory.
            pending: deque[Future[Extraction | Failure]] = deque()
            for article in articles:
                pending.append(pool.submit(self._outcome, article))
                if len(pending) > 2 * self._settings.concurrency:
                    yield pending.popleft().result()
            while pending:
                yield pending.popleft().result()
        except BaseException:
            # Whoever stops must not wait for, or pay, what is still to be asked or retried.
            self._account.close("the run was stopped")
            raise
        finally:
            pool.shutdown(cancel_futures=True)

    def _outcome(self, article: Article) -> Extraction | Failure:
        try:
            return self.extract(article)
        except AccessError:
            raise
        except PostponedError as error:
            return Failure(article.id, type(error).__name__, str(error)[:500], is_final=False)
        except Exception as error:  # one bad article must not lose the batch
            return Failure(article.id, type(error).__name__, str(error)[:500])

    @property
    def _question(self) -> list[object]:
        """All of a question but the article. How JSON is asked for is left out: answers are read the same."""
        return [self._settings.model, self._settings.extra_body, self._prompt.version]

    def _kept(self, key: str) -> Answer | None:
        content = self._cache.get(key)
        if content is None:
            return None
        try:
            answer = parse_answer(content)
        except BadAnswerError:
            # Kept by code that was content with less.
            return None
        self._account.count("cache_hits")
        return answer

    def _asked(self, key: str, article: Article) -> Answer:
        messages = self._prompt.messages(article)
        wrong = BadAnswerError("not asked")
        for _ in range(QUESTIONS):
            completion = self._client.complete(messages, self._prompt.schema)
            self._refuse_unfinished(completion)
            try:
                answer = parse_answer(completion.content)
            except BadAnswerError as error:
                wrong = error
                messages = self._prompt.again(article, completion.content, str(error))
                continue
            about = {"model": str(self._settings.model), "prompt_version": self._prompt.version}
            self._cache.put(key, completion.content, **about)
            return answer
        raise wrong

    def _refuse_unfinished(self, completion: Completion) -> None:
        """Raise BadAnswerError where the model would not answer, or had more to say than it may."""
        if completion.refusal or completion.finish_reason == "content_filter":
            raise BadAnswerError(f"the model declined: {(completion.refusal or 'content filter')[:200]}")
        if completion.finish_reason == "length":
            most = self._settings.max_output_tokens
            raise BadAnswerError(f"the answer is cut off at {most} tokens (DRAGOMAN_LLM_MAX_OUTPUT_TOKENS)")
