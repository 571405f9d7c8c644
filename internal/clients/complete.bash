# complete.bash WORD...: what bash offers for the last word after "backcare".
. /usr/share/bash-completion/bash_completion
eval "$(backcare completion bash)"
COMP_WORDS=(backcare "$@")
COMP_CWORD=$#
COMP_LINE="backcare $*"
COMP_POINT=${#COMP_LINE}
COMP_TYPE=63
__start_backcare
printf '%s\n' "${COMPREPLY[@]}"
