funnelcloud run --hel | sed -n 1p; funnelcloud version --jso | head -n 1
