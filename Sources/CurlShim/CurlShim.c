#include "CurlShim.h"

#include <fcntl.h>
#include <stdlib.h>
#include <sys/socket.h>

CURLcode posync_global_init(void) {
    static const char *const names[] = {
        "SSLKEYLOGFILE", "CURL_CA_BUNDLE", "NETRC",     "http_proxy", "HTTP_PROXY", "https_proxy", "HTTPS_PROXY",
        "ftp_proxy",     "FTP_PROXY",      "all_proxy", "ALL_PROXY",  "no_proxy",   "NO_PROXY",    "CURL_SSL_BACKEND",
    };
    for (size_t index = 0; index < sizeof(names) / sizeof(names[0]); index++) unsetenv(names[index]);
    return curl_global_init(CURL_GLOBAL_ALL);
}

CURLcode posync_set_url(CURL *easy, CURLU *url) { return curl_easy_setopt(easy, CURLOPT_CURLU, url); }

CURLcode posync_set_protocols(CURL *easy, const char *schemes) {
    CURLcode code = curl_easy_setopt(easy, CURLOPT_PROTOCOLS_STR, schemes);
    return code ? code : curl_easy_setopt(easy, CURLOPT_REDIR_PROTOCOLS_STR, schemes);
}

CURLcode posync_set_method(CURL *easy, const char *method) {
    return curl_easy_setopt(easy, CURLOPT_CUSTOMREQUEST, method);
}

CURLcode posync_set_headers(CURL *easy, struct curl_slist *headers) {
    return curl_easy_setopt(easy, CURLOPT_HTTPHEADER, headers);
}

CURLcode posync_set_body(CURL *easy, const void *bytes, int64_t length) {
    CURLcode code = curl_easy_setopt(easy, CURLOPT_POST, 1L);
    if (!code) code = curl_easy_setopt(easy, CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t)length);
    return code ? code : curl_easy_setopt(easy, CURLOPT_COPYPOSTFIELDS, bytes);
}

CURLcode posync_set_user_agent(CURL *easy, const char *name) { return curl_easy_setopt(easy, CURLOPT_USERAGENT, name); }

CURLcode posync_set_gzip(CURL *easy) { return curl_easy_setopt(easy, CURLOPT_ACCEPT_ENCODING, "gzip"); }

CURLcode posync_set_announced_limit(CURL *easy, int64_t bytes) {
    return curl_easy_setopt(easy, CURLOPT_MAXFILESIZE_LARGE, (curl_off_t)bytes);
}

CURLcode posync_set_connection_lifetime(CURL *easy, long seconds) {
    return curl_easy_setopt(easy, CURLOPT_MAXLIFETIME_CONN, seconds);
}

CURLcode posync_set_single_use(CURL *easy) {
    CURLcode code = curl_easy_setopt(easy, CURLOPT_FRESH_CONNECT, 1L);
    return code ? code : curl_easy_setopt(easy, CURLOPT_FORBID_REUSE, 1L);
}

CURLcode posync_set_quick_exit(CURL *easy) {
#if LIBCURL_VERSION_NUM >= 0x075700
    return curl_easy_setopt(easy, CURLOPT_QUICK_EXIT, 1L);
#else
    (void)easy;
    return CURLE_OK;
#endif
}

CURLcode posync_set_aws_signature(CURL *easy, const char *parameters, const char *key, const char *secret) {
    CURLcode code = curl_easy_setopt(easy, CURLOPT_AWS_SIGV4, parameters);
    if (!code) code = curl_easy_setopt(easy, CURLOPT_USERNAME, key);
    return code ? code : curl_easy_setopt(easy, CURLOPT_PASSWORD, secret);
}

CURLcode posync_set_connect_timeout(CURL *easy, long milliseconds) {
    return curl_easy_setopt(easy, CURLOPT_CONNECTTIMEOUT_MS, milliseconds);
}

CURLcode posync_set_timeout(CURL *easy, long milliseconds) {
    return curl_easy_setopt(easy, CURLOPT_TIMEOUT_MS, milliseconds);
}

CURLcode posync_set_low_speed(CURL *easy, long bytes_per_second, long seconds) {
    CURLcode code = curl_easy_setopt(easy, CURLOPT_LOW_SPEED_LIMIT, bytes_per_second);
    return code ? code : curl_easy_setopt(easy, CURLOPT_LOW_SPEED_TIME, seconds);
}

CURLcode posync_set_no_signal(CURL *easy) { return curl_easy_setopt(easy, CURLOPT_NOSIGNAL, 1L); }

CURLcode posync_set_no_redirects(CURL *easy) { return curl_easy_setopt(easy, CURLOPT_FOLLOWLOCATION, 0L); }

CURLcode posync_set_tls(CURL *easy) {
    CURLcode code = curl_easy_setopt(easy, CURLOPT_SSLVERSION, (long)CURL_SSLVERSION_TLSv1_2);
    if (!code) code = curl_easy_setopt(easy, CURLOPT_SSL_VERIFYPEER, 1L);
    return code ? code : curl_easy_setopt(easy, CURLOPT_SSL_VERIFYHOST, 2L);
}

CURLcode posync_set_authorities(CURL *easy, const char *path) { return curl_easy_setopt(easy, CURLOPT_CAINFO, path); }

CURLcode posync_set_http2(CURL *easy) {
    return curl_easy_setopt(easy, CURLOPT_HTTP_VERSION, (long)CURL_HTTP_VERSION_2TLS);
}

CURLcode posync_set_pipewait(CURL *easy) { return curl_easy_setopt(easy, CURLOPT_PIPEWAIT, 1L); }

CURLcode posync_set_proxy(CURL *easy, const char *proxy, const char *bypass) {
    CURLcode code = curl_easy_setopt(easy, CURLOPT_PROXY, proxy);
    if (!code) code = curl_easy_setopt(easy, CURLOPT_NOPROXY, bypass);
    return code ? code : curl_easy_setopt(easy, CURLOPT_SUPPRESS_CONNECT_HEADERS, 1L);
}

CURLcode posync_set_keepalive(CURL *easy) { return curl_easy_setopt(easy, CURLOPT_TCP_KEEPALIVE, 1L); }

CURLcode posync_set_private(CURL *easy, void *context) { return curl_easy_setopt(easy, CURLOPT_PRIVATE, context); }

CURLcode posync_set_error_buffer(CURL *easy, char *buffer) {
    return curl_easy_setopt(easy, CURLOPT_ERRORBUFFER, buffer);
}

CURLcode posync_set_body_callback(CURL *easy, posync_bytes_callback callback, void *context) {
    CURLcode code = curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, callback);
    return code ? code : curl_easy_setopt(easy, CURLOPT_WRITEDATA, context);
}

CURLcode posync_set_header_callback(CURL *easy, posync_bytes_callback callback, void *context) {
    CURLcode code = curl_easy_setopt(easy, CURLOPT_HEADERFUNCTION, callback);
    return code ? code : curl_easy_setopt(easy, CURLOPT_HEADERDATA, context);
}

static curl_socket_t open_checked(void *context, curlsocktype purpose, struct curl_sockaddr *address) {
    const struct posync_address_check *check = context;
    if (purpose != CURLSOCKTYPE_IPCXN) return CURL_SOCKET_BAD;
    if (check->callback(check->context, &address->addr, address->addrlen) != 0) return CURL_SOCKET_BAD;
    return socket(address->family, address->socktype | SOCK_CLOEXEC, address->protocol);
}

CURLcode posync_set_address_check(CURL *easy, struct posync_address_check *check) {
    CURLcode code = curl_easy_setopt(easy, CURLOPT_OPENSOCKETFUNCTION, open_checked);
    return code ? code : curl_easy_setopt(easy, CURLOPT_OPENSOCKETDATA, check);
}

CURLcode posync_set_login(CURL *easy, const char *user, const char *password) {
    CURLcode code = curl_easy_setopt(easy, CURLOPT_USERNAME, user);
    return code ? code : curl_easy_setopt(easy, CURLOPT_PASSWORD, password);
}

CURLcode posync_set_ssh_password_only(CURL *easy) {
    return curl_easy_setopt(easy, CURLOPT_SSH_AUTH_TYPES, (long)(CURLSSH_AUTH_PASSWORD | CURLSSH_AUTH_KEYBOARD));
}

CURLcode posync_set_ssh_key_only(CURL *easy, const char *path, const char *passphrase) {
    CURLcode code = curl_easy_setopt(easy, CURLOPT_SSH_AUTH_TYPES, (long)CURLSSH_AUTH_PUBLICKEY);
    if (!code) code = curl_easy_setopt(easy, CURLOPT_SSH_PRIVATE_KEYFILE, path);
    return code ? code : curl_easy_setopt(easy, CURLOPT_KEYPASSWD, passphrase);
}

CURLcode posync_set_known_hosts(CURL *easy, const char *path) {
    return curl_easy_setopt(easy, CURLOPT_SSH_KNOWNHOSTS, path);
}

CURLcode posync_set_ftp_tls_required(CURL *easy) { return curl_easy_setopt(easy, CURLOPT_USE_SSL, (long)CURLUSESSL_ALL); }

CURLcode posync_set_ftp_whole_paths(CURL *easy) {
    return curl_easy_setopt(easy, CURLOPT_FTP_FILEMETHOD, (long)CURLFTPMETHOD_NOCWD);
}

CURLcode posync_set_commands(CURL *easy, struct curl_slist *commands) {
    return curl_easy_setopt(easy, CURLOPT_QUOTE, commands);
}

CURLcode posync_set_no_transfer(CURL *easy) { return curl_easy_setopt(easy, CURLOPT_NOBODY, 1L); }

long posync_response_code(CURL *easy) {
    long code = 0;
    curl_easy_getinfo(easy, CURLINFO_RESPONSE_CODE, &code);
    return code;
}

void *posync_private(CURL *easy) {
    char *context = NULL;
    curl_easy_getinfo(easy, CURLINFO_PRIVATE, &context);
    return context;
}

int posync_was_sent(CURL *easy) {
    curl_off_t microseconds = 0;
    curl_easy_getinfo(easy, CURLINFO_PRETRANSFER_TIME_T, &microseconds);
    return microseconds > 0;
}

CURLMcode posync_multi_configure(CURLM *multi, long host_connections, long total_connections) {
    CURLMcode code = curl_multi_setopt(multi, CURLMOPT_MAX_HOST_CONNECTIONS, host_connections);
    if (!code) code = curl_multi_setopt(multi, CURLMOPT_MAX_TOTAL_CONNECTIONS, total_connections);
    return code ? code : curl_multi_setopt(multi, CURLMOPT_PIPELINING, (long)CURLPIPE_MULTIPLEX);
}

CURL *posync_multi_finished(CURLM *multi, CURLcode *result) {
    int left = 0;
    CURLMsg *message;
    while ((message = curl_multi_info_read(multi, &left))) {
        if (message->msg != CURLMSG_DONE) continue;
        *result = message->data.result;
        return message->easy_handle;
    }
    return NULL;
}
