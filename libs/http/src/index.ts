export { type Login, authorization, loginFaults } from './authorization.ts';
export { type BaseUrlOptions, baseUrlFaults } from './base-url-faults.ts';
export {
  HttpError,
  type HttpErrorCode,
  type HttpErrorDetails,
  type HttpErrorKind,
  type HttpOutcome,
  isHttpError,
} from './errors.ts';
export { HttpClient } from './http-client.ts';
export { type HttpClientOptions, type TlsOptions } from './http-client-options.ts';
export { type HttpMethod, type HttpRequest, type HttpResponse, type QueryValue, type Upload } from './http-request.ts';
export { plainText } from './plain-text.ts';
