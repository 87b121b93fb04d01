#ifndef CURL_SHIM_H
#define CURL_SHIM_H

// One function for each libcurl option that is used: curl_easy_setopt takes a variable argument list, which Swift cannot
// call. What has no function here cannot be set.

#include <curl/curl.h>
#include <stddef.h>
#include <stdint.h>

#pragma clang assume_nonnull begin

/// `curl_global_init`, after the variables are gone by which the environment would change what libcurl does: proxies,
/// `NETRC`, `SSLKEYLOGFILE` (which would write the keys of every connection to a file) and `CURL_CA_BUNDLE`.
CURLcode posync_global_init(void);

/// Called with bytes of the body, or one header line; returns how many were taken, fewer to end the transfer.
typedef size_t (*posync_bytes_callback)(const char *bytes, size_t size, size_t count, void *_Nullable context);
/// Called with the resolved address before it is dialled; returns 0 to allow it.
typedef int (*posync_address_callback)(void *_Nullable context, const struct sockaddr *address, unsigned int length);

/// `CURLOPT_URL` by a parsed handle (`CURLOPT_CURLU`), so that what was checked is what is dialled.
CURLcode posync_set_url(CURL *easy, CURLU *url);
/// `CURLOPT_PROTOCOLS_STR` and `CURLOPT_REDIR_PROTOCOLS_STR`: the schemes that may be used at all.
CURLcode posync_set_protocols(CURL *easy, const char *schemes);
/// `CURLOPT_CUSTOMREQUEST`.
CURLcode posync_set_method(CURL *easy, const char *method);
/// `CURLOPT_HTTPHEADER`.
CURLcode posync_set_headers(CURL *easy, struct curl_slist *_Nullable headers);
/// `CURLOPT_POST` with `CURLOPT_POSTFIELDSIZE_LARGE` and `CURLOPT_COPYPOSTFIELDS`.
CURLcode posync_set_body(CURL *easy, const void *bytes, int64_t length);
/// `CURLOPT_USERAGENT`.
CURLcode posync_set_user_agent(CURL *easy, const char *name);
/// `CURLOPT_ACCEPT_ENCODING` gzip: one decoder is asked for, the one that every server has.
CURLcode posync_set_gzip(CURL *easy);
/// `CURLOPT_MAXFILESIZE_LARGE`: an answer that announces more is not begun. What is not announced the callback counts.
CURLcode posync_set_announced_limit(CURL *easy, int64_t bytes);
/// `CURLOPT_MAXLIFETIME_CONN`: an older connection is not used again, so that a changed name or certificate is seen.
CURLcode posync_set_connection_lifetime(CURL *easy, long seconds);
/// `CURLOPT_FRESH_CONNECT` and `CURLOPT_FORBID_REUSE`: the connection is this transfer's alone.
CURLcode posync_set_single_use(CURL *easy);
/// `CURLOPT_QUICK_EXIT`, where libcurl has it (7.87): a name that does not resolve in time is given up without waiting
/// for the system's resolver, which would hold up every other transfer.
CURLcode posync_set_quick_exit(CURL *easy);
/// `CURLOPT_AWS_SIGV4` with `CURLOPT_USERNAME` and `CURLOPT_PASSWORD`.
CURLcode posync_set_aws_signature(CURL *easy, const char *parameters, const char *key, const char *secret);
/// `CURLOPT_CONNECTTIMEOUT_MS`.
CURLcode posync_set_connect_timeout(CURL *easy, long milliseconds);
/// `CURLOPT_TIMEOUT_MS`.
CURLcode posync_set_timeout(CURL *easy, long milliseconds);
/// `CURLOPT_LOW_SPEED_LIMIT` and `CURLOPT_LOW_SPEED_TIME`.
CURLcode posync_set_low_speed(CURL *easy, long bytes_per_second, long seconds);
/// `CURLOPT_NOSIGNAL`: no signal handlers, other threads go on undisturbed.
CURLcode posync_set_no_signal(CURL *easy);
/// `CURLOPT_FOLLOWLOCATION` off: a redirect is an answer like any other.
CURLcode posync_set_no_redirects(CURL *easy);
/// `CURLOPT_SSLVERSION` 1.2 or later, with `CURLOPT_SSL_VERIFYPEER` and `CURLOPT_SSL_VERIFYHOST`.
CURLcode posync_set_tls(CURL *easy);
/// `CURLOPT_CAINFO`: a file of certificate authorities. libcurl reads it in the place of the system's file; the system's
/// hashed folder, where libcurl was built with one, counts beside it.
CURLcode posync_set_authorities(CURL *easy, const char *path);
/// `CURLOPT_HTTP_VERSION`: HTTP/2 over TLS where offered.
CURLcode posync_set_http2(CURL *easy);
/// `CURLOPT_PIPEWAIT`: wait for a connection to be multiplexed rather than open another.
CURLcode posync_set_pipewait(CURL *easy);
/// `CURLOPT_PROXY` and `CURLOPT_NOPROXY`: an empty text uses none, whatever the environment says. What a proxy answers to
/// CONNECT stays out of the headers (`CURLOPT_SUPPRESS_CONNECT_HEADERS`).
CURLcode posync_set_proxy(CURL *easy, const char *proxy, const char *bypass);
/// `CURLOPT_TCP_KEEPALIVE`.
CURLcode posync_set_keepalive(CURL *easy);
/// `CURLOPT_PRIVATE`.
CURLcode posync_set_private(CURL *easy, void *context);
/// `CURLOPT_ERRORBUFFER`, of `CURL_ERROR_SIZE` bytes.
CURLcode posync_set_error_buffer(CURL *easy, char *buffer);
/// `CURLOPT_WRITEFUNCTION` and `CURLOPT_WRITEDATA`.
CURLcode posync_set_body_callback(CURL *easy, posync_bytes_callback callback, void *context);
/// `CURLOPT_HEADERFUNCTION` and `CURLOPT_HEADERDATA`.
CURLcode posync_set_header_callback(CURL *easy, posync_bytes_callback callback, void *context);
/// `CURLOPT_OPENSOCKETFUNCTION` and `CURLOPT_OPENSOCKETDATA`: `callback` decides, the shim opens the socket.
/// `context` has to begin with a pointer to the callback.
struct posync_address_check {
    posync_address_callback callback;
    void *_Nullable context;
};
CURLcode posync_set_address_check(CURL *easy, struct posync_address_check *check);

/// `CURLOPT_USERNAME` and `CURLOPT_PASSWORD`, of servers of files.
CURLcode posync_set_login(CURL *easy, const char *user, const char *_Nullable password);
/// `CURLOPT_SSH_AUTH_TYPES`: the password, typed or asked for, and nothing else.
CURLcode posync_set_ssh_password_only(CURL *easy);
/// `CURLOPT_SSH_AUTH_TYPES` the key alone, with `CURLOPT_SSH_PRIVATE_KEYFILE` and `CURLOPT_KEYPASSWD`.
CURLcode posync_set_ssh_key_only(CURL *easy, const char *path, const char *_Nullable passphrase);
/// `CURLOPT_SSH_KNOWNHOSTS`: servers whose key is not in this file are refused.
CURLcode posync_set_known_hosts(CURL *easy, const char *path);
/// `CURLOPT_USE_SSL` for all: no TLS, no login.
CURLcode posync_set_ftp_tls_required(CURL *easy);
/// `CURLOPT_FTP_FILEMETHOD`: the whole path in each command, so that a connection that is used again stands nowhere else.
CURLcode posync_set_ftp_whole_paths(CURL *easy);
/// `CURLOPT_QUOTE`: commands before the transfer.
CURLcode posync_set_commands(CURL *easy, struct curl_slist *commands);
/// `CURLOPT_NOBODY`: no transfer.
CURLcode posync_set_no_transfer(CURL *easy);

/// `CURLINFO_RESPONSE_CODE`.
long posync_response_code(CURL *easy);
/// `CURLINFO_PRIVATE`.
void *_Nullable posync_private(CURL *easy);
/// `CURLINFO_PRETRANSFER_TIME_T` above zero: the request began to be sent.
int posync_was_sent(CURL *easy);

/// `CURLMOPT_MAX_HOST_CONNECTIONS`, `CURLMOPT_MAX_TOTAL_CONNECTIONS`, `CURLMOPT_PIPELINING` multiplexing.
CURLMcode posync_multi_configure(CURLM *multi, long host_connections, long total_connections);
/// The easy handle of a finished transfer with its result; null where none is left.
CURL *_Nullable posync_multi_finished(CURLM *multi, CURLcode *result);

#pragma clang assume_nonnull end

#endif
