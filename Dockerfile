# lstm-lint as an image, from a clone:
#
#   docker build --tag lstm-lint .
#   docker run --rm --volume "$PWD:/src:ro" lstm-lint
#
# Whatever lies in /src is read, never run; nothing is written there.
FROM python:3.13-slim

WORKDIR /lstm-lint
COPY requirements.lock pyproject.toml README.md LICENSE ./
RUN pip install --no-cache-dir --require-hashes --only-binary :all: --requirement requirements.lock
COPY lstm_lint lstm_lint
COPY rules rules
# hatchling, which builds the wheel, is no part of what runs.
RUN pip install --no-cache-dir --no-deps . && useradd --create-home --uid 10001 lint

USER 10001
WORKDIR /src
ENTRYPOINT ["lstm-lint"]
CMD ["check", "."]
