cA.o: /tmp/h/w/s4st/cA.c build/gcc-double/A_speed/student.h \
 chapters/A_speed/speed.h chapters/05_backprop/backprop.h common/matrix.h \
 common/real.h common/require.h chapters/03_forward_pass/forward_pass.h
build/gcc-double/A_speed/student.h:
chapters/A_speed/speed.h:
chapters/05_backprop/backprop.h:
common/matrix.h:
common/real.h:
common/require.h:
chapters/03_forward_pass/forward_pass.h:
