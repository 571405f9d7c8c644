# complete.bash WORD...: what bash offers for the last word after "backcare".
# The completion library is Debian's; without it the script has its own.
[ -r /usr/share/bash-completion/bash_completion ] && . /usr/share/bash-completion/bash_completion
eval "$(backcare completion bash)"
COMP_WORDS=(backcare "$@")
COMP_CWORD=$#
COMP_LINE="backcare $*"
COMP_POINT=${#COMP_LINE}
COMP_TYPE=63
__start_backcare
printf '%s\n' "${COMPREPLY[@]}"
