FROM python:3.11-slim
RUN useradd --system --create-home sira && install --directory --owner=sira --mode=700 /ledgers /voices
WORKDIR /app
COPY requirements.lock pyproject.toml ./
RUN pip install --no-cache-dir --require-hashes -r requirements.lock
COPY locales locales
COPY content content
COPY flows flows
COPY bot bot
COPY webhook webhook
RUN pip install --no-cache-dir --no-deps --no-build-isolation -e .
USER sira
EXPOSE 8000
CMD ["sira", "web", "--host", "0.0.0.0"]
