#!/bin/sh
# Puts DynamoDB Local, at the version of pom.xml, with all that it needs into a folder: install.sh FOLDER. Needs Maven and Java 17.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
[ -e "$1/.complete" ] && exit 0
mvn --quiet --batch-mode --file "$here/pom.xml" dependency:copy-dependencies -DoutputDirectory="$1"
touch "$1/.complete"
