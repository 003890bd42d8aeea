funnelcloud help >&-
echo $?
funnelcloud version 2>&- | sed -n 1p
