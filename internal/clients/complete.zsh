# complete.zsh: types two lines with a Tab into an interactive zsh and prints
# what it shows.
zmodload zsh/zpty
zpty -b shell zsh -f -i
zpty -w shell 'PS1=; autoload -U compinit; compinit -u -D; source <(backcare completion zsh); PS1=rea""dy'
# The prompt: before it the terminal would take the keys for its own.
zpty -r -m shell out '*ready*'
zpty -w -n shell $'backcare drug lookup volt\t\C-u echo do""ne\n'
zpty -r -m shell out '*done*ready*'
print -r -- "$out"
zpty -w -n shell $'backcare drug compare вольтаре\t\C-u echo fini""shed\n'
zpty -r -m shell out '*finished*'
print -r -- "$out"
zpty -d shell
