#!/bin/sh
# Runs an Icinga 2 (Debian: icinga2-bin) for the contract suite, in the foreground, until it is killed:
#   icinga2.sh DIRECTORY PORT
# Its API listens on 127.0.0.1:PORT; DIRECTORY/ca.crt signs for it. Users: root and reader, password "contract".
set -eu
dir=$1 port=$2
here=$(cd "$(dirname "$0")" && pwd)
mkdir -p "$dir/lib/certs" "$dir/lib/api" "$dir/log" "$dir/run" "$dir/cache" "$dir/spool" "$dir/plugins"
dir=$(cd "$dir" && pwd)

openssl req -x509 -newkey rsa:2048 -nodes -days 30 -subj '/CN=contract CA' -keyout "$dir/ca.key" -out "$dir/ca.crt" 2>/dev/null
openssl req -newkey rsa:2048 -nodes -subj '/CN=localhost' -keyout "$dir/lib/certs/localhost.key" -out "$dir/host.csr" 2>/dev/null
printf 'subjectAltName=DNS:localhost,IP:127.0.0.1\n' >"$dir/san"
openssl x509 -req -in "$dir/host.csr" -CA "$dir/ca.crt" -CAkey "$dir/ca.key" -CAcreateserial -days 30 \
  -extfile "$dir/san" -out "$dir/lib/certs/localhost.crt" 2>/dev/null
cp "$dir/ca.crt" "$dir/lib/certs/ca.crt"

cat >"$dir/constants.conf" <<EOF
const NodeName = "localhost"
const ZoneName = NodeName
const TicketSalt = ""
const ApiPort = "$port"
EOF

exec icinga2 daemon -c "$here/icinga2.conf" \
  -D "ContractDir=$dir" -D "DataDir=$dir/lib" -D "LogDir=$dir/log" -D "CacheDir=$dir/cache" -D "SpoolDir=$dir/spool" \
  -D "InitRunDir=$dir/run" -D "PidPath=$dir/run/icinga2.pid" -D "StatePath=$dir/lib/icinga2.state" \
  -D "VarsPath=$dir/cache/icinga2.vars" -D "ObjectsPath=$dir/cache/icinga2.debug" \
  -D "ModAttrPath=$dir/lib/modified-attributes.conf" -D "ConfigDir=$dir" \
  -D "RunAsUser=$(id -un)" -D "RunAsGroup=$(id -gn)"
