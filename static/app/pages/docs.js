/** Starts Swagger UI; a classic script, because its page has a policy of its own. */
(() => {
  const place = document.getElementById("docs");
  // @ts-ignore  made by swagger-ui-bundle.js
  const { SwaggerUIBundle } = globalThis;
  const csrf = /(?:^|;\s*)(?:__Host-)?csrftoken=([^;]*)/.exec(document.cookie)?.[1] ?? "";
  SwaggerUIBundle({
    url: place?.dataset.schema,
    domNode: place,
    deepLinking: true,
    requestInterceptor: (/** @type {any} */ request) => {
      if (csrf) request.headers["X-CSRFToken"] = csrf;
      return request;
    },
  });
})();
