# complete.zsh LINE: types LINE and a tab into an interactive zsh and prints
# what it shows.
zmodload zsh/zpty
zpty shell zsh -f -i
zpty -w shell "PROMPT='> '; COLUMNS=200; autoload -Uz compinit; compinit -u -D; zstyle ':completion:*' list-prompt ''; source <(backcare completion zsh); compdef _backcare backcare; print re''ady"
seen=
while zpty -r -t shell chunk 2>/dev/null || sleep 0.1; do
  seen+=$chunk; chunk=
  [[ $seen == *ready* ]] && break
  (( ++turns > 100 )) && break
done
zpty -n -w shell "$1"$'\t\t'
seen=; turns=0
while (( ++turns < 40 )); do
  zpty -r -t shell chunk 2>/dev/null && seen+=$chunk || sleep 0.1
  chunk=
done
zpty -d shell
print -r -- "$seen"
