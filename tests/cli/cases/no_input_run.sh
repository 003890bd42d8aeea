funnelcloud run there-is-none.cfg -o out; code=$?; [ ! -e out ] && exit $code
