# Secrets are the service's alone.

folder=/run/credentials/posyncd.service
holds "the credentials are there" "secret_aws secret_coupa" "$(inside ls $folder | tr '\n' ' ' | sed 's/ $//')"
holds "their mode" "400 400" "$(inside sh -c "stat -c %a $folder/*" | tr '\n' ' ' | sed 's/ $//')"
owner=$(inside stat -c %u $folder/secret_coupa)
holds "their owner is the service's user" "$(inside stat -c %u /proc/"$(shown MainPID)")" "$owner"
for user in nobody daemon www-data; do
    is_not "$user cannot read them" inside setpriv --reuid=$user --regid=nogroup --clear-groups cat $folder/secret_coupa
    is_not "$user cannot read the files that they are made of" inside setpriv --reuid=$user --regid=nogroup --clear-groups \
        cat /etc/posyncd/credentials/coupa
    is_not "$user cannot read the state" inside setpriv --reuid=$user --regid=nogroup --clear-groups ls /var/lib/private/posyncd
done
secret=$(cat "$work/upstreams/coupa")
key=$(sed -n 's/^aws_secret_access_key = //p' "$work/upstreams/aws")
for word in "$secret" "$key"; do
    holds "a secret is not in the journal, the state, the environment or the arguments" 0 "$(
        {
            inside journalctl --no-pager --output=export
            inside sh -c "cat /var/lib/private/posyncd/* /run/posyncd/*"
            inside sh -c "cat /proc/$(shown MainPID)/environ /proc/$(shown MainPID)/cmdline"
        } | grep -ac "$word"
    )"
done
