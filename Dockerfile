# The app as a small image: another user than root, who writes below data/ and models/ alone.
#   docker build -t photo-to-emoji .                                        without the trainer
#   docker build -t photo-to-emoji --build-arg NEEDS=requirements.txt .     whole
FROM python:3.11-slim-bookworm AS packages
ARG NEEDS=deploy/cloud/requirements.txt
WORKDIR /build
COPY requirements.txt requirements.lock ./
COPY deploy/cloud/requirements.txt deploy/cloud/
RUN python -m venv /packages \
    && /packages/bin/pip install --no-cache-dir --require-hashes -r "$NEEDS" -c requirements.lock

FROM python:3.11-slim-bookworm
RUN useradd --system --uid 10001 --no-create-home app
COPY --from=packages /packages /packages
WORKDIR /app
COPY app.py LICENSE SECURITY.md ./
COPY .streamlit/config.toml .streamlit/
COPY core core
COPY pages pages
COPY training training
COPY emojis emojis
COPY --chown=app models models
RUN install -d -o app data
ENV PATH=/packages/bin:$PATH \
    HOME=/tmp \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1
USER 10001
VOLUME ["/app/data", "/app/models"]
EXPOSE 8501
HEALTHCHECK --interval=30s --timeout=5s --start-period=30s \
    CMD ["python", "-c", "import urllib.request; urllib.request.urlopen('http://127.0.0.1:8501/health', timeout=4)"]
CMD ["streamlit", "run", "app.py", "--server.headless=true", "--server.address=0.0.0.0", "--server.port=8501"]
